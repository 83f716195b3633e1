/** Every exception: those that hold first, with what it muted so far, and the way to end it early. */
import { useState } from 'preact/hooks';
import type { ShownException } from '../../lib/api/contract.ts';
import { askExceptions } from '../api-later.ts';
import { useAnswer } from '../use-answer.ts';
import { ViewFrame } from '../view-frame.tsx';
import { EndDialog } from './end-dialog.tsx';
import { ExceptionCard } from './exception-card.tsx';
import { Limits } from './limits.tsx';

interface ExceptionsViewProps {
  /** True for readers who may end one. */
  readonly mayEnd: boolean;
  readonly announce: (words: string) => void;
}

const EVERY_MS = 30_000;

const holds = ({ state }: ShownException): boolean => state.code === 'holds' || state.code === 'begins-later';

interface PartProps {
  readonly title: string;
  readonly exceptions: readonly ShownException[];
  readonly onEnd: ((exception: ShownException) => void) | undefined;
}

const Part = ({ title, exceptions, onEnd }: PartProps) => (
  <section aria-label={title}>
    <h2 class="part-title">
      {title} <span class="count">{exceptions.length}</span>
    </h2>
    <ul class="cards">
      {exceptions.map((exception) => (
        <ExceptionCard
          key={exception.exceptionId}
          exception={exception}
          onEnd={holds(exception) && onEnd !== undefined ? () => onEnd(exception) : undefined}
        />
      ))}
    </ul>
  </section>
);

export const ExceptionsView = ({ mayEnd, announce }: ExceptionsViewProps) => {
  const { value, problem, again } = useAnswer({ ask: askExceptions, key: 'exceptions', everyMs: EVERY_MS });
  const [ending, setEnding] = useState<ShownException>();
  const all = value?.exceptions ?? [];
  const [current, over] = [all.filter(holds), all.filter((one) => !holds(one))];
  return (
    <ViewFrame
      title="Exceptions"
      lead="Accesses that were announced beforehand: until when, by whom, and why."
      problem={problem}
      isLoading={value === undefined}
      onAgain={again}
    >
      {value === undefined ? null : (
        <>
          <Limits limits={value.limits} />
          {all.length === 0 ? (
            <p class="nothing">
              Nothing is announced. To announce something, open an access like it and choose “Expect accesses
              like this”.
            </p>
          ) : null}
          {current.length === 0 ? null : (
            <Part title="In force" exceptions={current} onEnd={mayEnd ? setEnding : undefined} />
          )}
          {over.length === 0 ? null : <Part title="Over" exceptions={over} onEnd={undefined} />}
        </>
      )}
      {ending === undefined ? null : (
        <EndDialog
          exception={ending}
          onLeave={() => setEnding(undefined)}
          onEnded={() => {
            setEnding(undefined);
            announce('The exception has ended');
            again();
          }}
        />
      )}
    </ViewFrame>
  );
};
