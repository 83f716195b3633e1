/** Ends an exception before its time: from then on accesses like it ring again. */
import { useState } from 'preact/hooks';
import type { ShownException } from '../../lib/api/contract.ts';
import { endException } from '../api-later.ts';
import type { Problem } from '../problem.ts';
import { SmallDialog } from '../review/small-dialog.tsx';
import { Trouble } from '../trouble.tsx';

interface EndDialogProps {
  readonly exception: ShownException;
  readonly onEnded: () => void;
  readonly onLeave: () => void;
}

export const EndDialog = ({ exception, onEnded, onLeave }: EndDialogProps) => {
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const end = async (): Promise<void> => {
    setBusy(true);
    const answer = await endException(exception.exceptionId);
    setBusy(false);
    if (answer.ok) onEnded();
    else setProblem(answer.problem);
  };
  return (
    <SmallDialog
      title="End the exception now"
      label="End it"
      isBusy={isBusy}
      onSubmit={() => void end()}
      onLeave={onLeave}
    >
      <p class="about sentence">
        <bdi>{exception.words}</bdi>
      </p>
      <p class="sub">From now on it rings again. What was announced so far stays as it is.</p>
      {problem === undefined ? null : <Trouble problem={problem} title="It still holds" />}
    </SmallDialog>
  );
};
