/** The fields that one action asks for. */
import type { ReviewReason } from '../../lib/api/contract.ts';
import { ACTION_WORDS, type AskedAction, REASONS } from './actions.ts';
import type { ReviewForm } from './review-form.ts';
import { useReaderName } from './reader-name.ts';

interface FieldsProps {
  readonly action: AskedAction;
  readonly form: ReviewForm;
  readonly onChange: (form: ReviewForm) => void;
}

const MOST_NOTE = 2_000;
const MOST_TICKET = 100;

const Reasons = ({
  chosen,
  onChoose,
}: {
  chosen: ReviewReason | undefined;
  onChoose: (reason: ReviewReason) => void;
}) => (
  <fieldset class="reasons">
    <legend>Reason</legend>
    {REASONS.map(({ code, words, note }, index) => (
      <label key={code} title={note}>
        <input
          type="radio"
          name="reason"
          value={code}
          checked={code === chosen}
          aria-keyshortcuts={String(index + 1)}
          onChange={() => onChoose(code)}
        />
        <span>
          {words}
          <kbd aria-hidden="true">{index + 1}</kbd>
        </span>
      </label>
    ))}
  </fieldset>
);

const Assignee = ({ form, onChange }: Omit<FieldsProps, 'action'>) => {
  const me = useReaderName();
  return (
    <div class="field">
      <label for="review-assignee">Who looks into it</label>
      <span class="with-button">
        <input
          id="review-assignee"
          maxLength={MOST_TICKET}
          autocomplete="off"
          value={form.assignee}
          onInput={(event) => onChange({ ...form, assignee: event.currentTarget.value })}
        />
        {me === undefined ? null : (
          <button type="button" onClick={() => onChange({ ...form, assignee: me })}>
            Me
          </button>
        )}
      </span>
    </div>
  );
};

const noteLabel = (action: AskedAction, { reason }: ReviewForm): string =>
  action === 'note' || (reason === 'other' && ACTION_WORDS[action].fields.includes('reason'))
    ? 'Note'
    : action === 'escalate'
      ? 'What is wrong'
      : 'Note (optional)';

export const ReviewFields = ({ action, form, onChange }: FieldsProps) => {
  const { fields } = ACTION_WORDS[action];
  return (
    <>
      {fields.includes('reason') ? (
        <Reasons chosen={form.reason} onChoose={(reason) => onChange({ ...form, reason })} />
      ) : null}
      {fields.includes('ticket') ? (
        <div class="field">
          <label for="review-ticket">Ticket (optional)</label>
          <input
            id="review-ticket"
            maxLength={MOST_TICKET}
            autocomplete="off"
            placeholder="OPS-1234, or a link"
            value={form.ticket}
            onInput={(event) => onChange({ ...form, ticket: event.currentTarget.value })}
          />
        </div>
      ) : null}
      {fields.includes('assignee') ? <Assignee form={form} onChange={onChange} /> : null}
      {fields.includes('note') ? (
        <div class="field">
          <label for="review-note">{noteLabel(action, form)}</label>
          <textarea
            id="review-note"
            rows={3}
            maxLength={MOST_NOTE}
            value={form.note}
            onInput={(event) => onChange({ ...form, note: event.currentTarget.value })}
          />
          <span class="sub">Enter sends, Shift and Enter begins a new line.</span>
        </div>
      ) : null}
    </>
  );
};
