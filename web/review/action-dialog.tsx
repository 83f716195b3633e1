/** One action on one or many accesses: its fields, what is missing, and why the last try failed. */
import { useState } from 'preact/hooks';
import type { AccessSummary } from '../../lib/api/contract.ts';
import type { Problem } from '../problem.ts';
import { Trouble } from '../trouble.tsx';
import { ACTION_WORDS, type AskedAction } from './actions.ts';
import { ReviewFields } from './review-fields.tsx';
import { missingOf, type ReviewForm } from './review-form.ts';
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
  const send = (): void => {
    const still = missingOf(action, form);
    setMissing(still);
    if (still === undefined) onSend(form);
  };
  return (
    <SmallDialog
      title={titleOf(action, accesses.length)}
      label={ACTION_WORDS[action].label}
      onSubmit={send}
      onLeave={onLeave}
    >
      <About accesses={accesses} />
      <p class="sub">{ACTION_WORDS[action].hint}</p>
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
