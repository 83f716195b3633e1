/** "Expected from now on, until ...": whom it is about, why, and when it ends. */
import { useState } from 'preact/hooks';
import type { AccessDetail, ExceptionRequestBody, ShownException } from '../../lib/api/contract.ts';
import { makeException } from '../api-later.ts';
import type { Problem } from '../problem.ts';
import { SmallDialog } from '../review/small-dialog.tsx';
import { Trouble } from '../trouble.tsx';
import { Limits } from './limits.tsx';
import { hoursAfter, readUntil, toLocalField, UNTIL_PRESETS } from './until.ts';

interface ExceptionDialogProps {
  readonly detail: AccessDetail;
  readonly onMade: (exception: ShownException) => void;
  readonly onLeave: () => void;
}

interface ExceptionForm {
  readonly subject: ExceptionRequestBody['subject'];
  readonly everyRole: boolean;
  readonly reason: string;
  readonly ticket: string;
  /** Of a `datetime-local`. */
  readonly until: string;
}

interface PartProps {
  readonly form: ExceptionForm;
  readonly onChange: (form: ExceptionForm) => void;
}

const EMPTY: ExceptionForm = { subject: 'principal', everyRole: false, reason: '', ticket: '', until: '' };

const factOf = (detail: AccessDetail, label: string): string | undefined =>
  [...detail.session, ...detail.ids].find((fact) => fact.label.toLowerCase() === label)?.value;

interface Choice {
  readonly subject: ExceptionRequestBody['subject'];
  readonly words: string;
  readonly value: string;
}

const Whom = ({ detail, form, onChange }: PartProps & { readonly detail: AccessDetail }) => {
  const { summary } = detail;
  const isPinned = summary.observations.every(({ code }) => code !== 'unpinned-source-identity');
  const identity = isPinned ? factOf(detail, 'source identity') : undefined;
  const principal: Choice = {
    subject: 'principal',
    words: 'exactly this principal, and of a role this session only',
    value: summary.who.name,
  };
  const pinned: readonly Choice[] =
    identity === undefined
      ? []
      : [{ subject: 'source-identity', words: 'this source identity, which the role pins', value: identity }];
  return (
    <fieldset class="choices">
      <legend>Whom</legend>
      {[principal, ...pinned].map(({ subject, words, value }) => (
        <label key={subject}>
          <input
            type="radio"
            name="subject"
            checked={form.subject === subject}
            onChange={() => onChange({ ...form, subject })}
          />
          <span>
            {words}: <bdi>{value}</bdi>
          </span>
        </label>
      ))}
      <label>
        <input
          type="checkbox"
          checked={form.everyRole}
          onChange={(event) => onChange({ ...form, everyRole: event.currentTarget.checked })}
        />
        <span>
          into every designated role of {summary.account.name}, not only {summary.role}
        </span>
      </label>
    </fieldset>
  );
};

const Until = ({ form, onChange }: PartProps) => (
  <fieldset class="until">
    <legend>Until</legend>
    <p class="presets">
      {UNTIL_PRESETS.map(({ words, hours }) => (
        <button
          type="button"
          key={hours}
          onClick={() => onChange({ ...form, until: toLocalField(hoursAfter(new Date(), hours)) })}
        >
          {words}
        </button>
      ))}
    </p>
    <input
      type="datetime-local"
      aria-label="End, in the time zone of this device"
      value={form.until}
      onInput={(event) => onChange({ ...form, until: event.currentTarget.value })}
    />
  </fieldset>
);

const Why = ({ form, onChange }: PartProps) => (
  <>
    <div class="field">
      <label for="exception-reason">Reason, for somebody who does not know the matter</label>
      <textarea
        id="exception-reason"
        rows={2}
        maxLength={500}
        value={form.reason}
        onInput={(event) => onChange({ ...form, reason: event.currentTarget.value })}
      />
    </div>
    <div class="field">
      <label for="exception-ticket">Ticket (optional)</label>
      <input
        id="exception-ticket"
        maxLength={100}
        autocomplete="off"
        value={form.ticket}
        onInput={(event) => onChange({ ...form, ticket: event.currentTarget.value })}
      />
    </div>
  </>
);

/** The request, or what is missing for it. */
const requestOf = (accessId: string, form: ExceptionForm): ExceptionRequestBody | string => {
  const [reason, ticket] = [form.reason.trim(), form.ticket.trim()];
  if (reason === '') return 'Say why: a sentence that a stranger understands.';
  const end = readUntil(form.until, new Date());
  if ('wrong' in end) return end.wrong;
  return {
    accessId,
    subject: form.subject,
    ...(form.everyRole ? { everyRole: true } : {}),
    reason,
    ...(ticket === '' ? {} : { ticket }),
    until: end.until,
  };
};

export const ExceptionDialog = ({ detail, onMade, onLeave }: ExceptionDialogProps) => {
  const [form, setForm] = useState(EMPTY);
  const [missing, setMissing] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const make = async (body: ExceptionRequestBody): Promise<void> => {
    setBusy(true);
    const answer = await makeException(body);
    setBusy(false);
    if (answer.ok) onMade(answer.value);
    else setProblem(answer.problem);
  };
  const submit = (): void => {
    const request = requestOf(detail.summary.accessId, form);
    setMissing(typeof request === 'string' ? request : undefined);
    setProblem(undefined);
    if (typeof request !== 'string') void make(request);
  };
  return (
    <SmallDialog
      title="Expected from now on"
      label="Make the exception"
      isBusy={isBusy}
      onSubmit={submit}
      onLeave={onLeave}
    >
      <Limits />
      {problem === undefined ? null : (
        <Trouble problem={problem} title="No exception was made; what you typed is kept" />
      )}
      <Whom detail={detail} form={form} onChange={setForm} />
      <Why form={form} onChange={setForm} />
      <Until form={form} onChange={setForm} />
      <p class="missing" role="alert">
        {missing}
      </p>
    </SmallDialog>
  );
};
