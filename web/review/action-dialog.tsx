/** One action on one or many accesses: its fields, what is missing, and why the last try failed. */
import { useState } from 'preact/hooks';
import type { AccessSummary } from '../../lib/api/contract.ts';
import type { Problem } from '../problem.ts';
import { Trouble } from '../trouble.tsx';
import { ACTION_WORDS, type AskedAction } from './actions.ts';
import { ReviewFields } from './review-fields.tsx';
import { isSaidByNumber, missingOf, reasonOfKey, type ReviewForm } from './review-form.ts';
import { SmallDialog } from './small-dialog.tsx';

interface ActionDialogProps {
  readonly action: AskedAction;
  readonly accesses: readonly AccessSummary[];
  readonly form: ReviewForm;
  /** Why it was not written the last time. */
  readonly problem: Problem | undefined;
  readonly onChange: (form: ReviewForm) => void;
  readonly onSend: (form: ReviewForm) => void;
  readonly onLeave: () => void;
}

const titleOf = (action: AskedAction, count: number): string =>
  `${ACTION_WORDS[action].label}${count === 1 ? '' : ` ${String(count)} accesses`}`;

const About = ({ accesses }: { readonly accesses: readonly AccessSummary[] }) => {
  const [first, ...others] = accesses;
  const people = [...new Set(accesses.map(({ who }) => who.name))];
  const words = others.length === 0 ? first?.sentence : `Of ${people.slice(0, 4).join(', ')}`;
  const more = people.length > 4 && others.length > 0 ? ` and ${String(people.length - 4)} others` : '';
  return (
    <p class="about">
      <bdi>
        {words}
        {more}
      </bdi>
    </p>
  );
};

export const ActionDialog = (props: ActionDialogProps) => {
  const { action, accesses, form, problem, onChange, onSend, onLeave } = props;
  const [missing, setMissing] = useState<string>();
  const send = (said: ReviewForm): void => {
    const still = missingOf(action, said);
    setMissing(still);
    if (still === undefined) return onSend(said);
    if (said.reason === 'other') document.getElementById('review-note')?.focus();
  };
  const asksReason = ACTION_WORDS[action].fields.includes('reason');
  const pressNumber = (event: KeyboardEvent): void => {
    const reason = asksReason ? reasonOfKey(event.key) : undefined;
    if (reason === undefined || event.repeat) return;
    event.preventDefault();
    const chosen = { ...form, reason };
    onChange(chosen);
    if (isSaidByNumber(action)) send(chosen);
    else setMissing(undefined);
  };
  return (
    <SmallDialog
      title={titleOf(action, accesses.length)}
      label={ACTION_WORDS[action].label}
      onSubmit={() => send(form)}
      onKey={pressNumber}
      onLeave={onLeave}
    >
      <About accesses={accesses} />
      <p class="sub">
        {ACTION_WORDS[action].hint}
        {isSaidByNumber(action) ? (
          <span class="by-key"> The number of a reason sends it at once.</span>
        ) : null}
      </p>
      {problem === undefined ? null : (
        <Trouble problem={problem} title="Nothing was written; what you typed is kept" />
      )}
      <ReviewFields action={action} form={form} onChange={onChange} />
      <p class="missing" role="alert">
        {missing}
      </p>
    </SmallDialog>
  );
};
