/** Every exception: those that hold first, with what it muted so far, and the way to end it early. */
import { useEffect, useState } from 'preact/hooks';
import type { ShownException } from '../../lib/api/contract.ts';
import { askExceptions } from '../api-later.ts';
import { focusPlace } from '../take-focus.ts';
import { useAnswer } from '../use-answer.ts';
import { ViewFrame } from '../view-frame.tsx';
import { EndDialog } from './end-dialog.tsx';
import { ExceptionCard } from './exception-card.tsx';
import { Limits } from './limits.tsx';

interface ExceptionsViewProps {
  /** True for readers who may make and end one. */
  readonly mayAct: boolean;
  readonly announce: (words: string) => void;
}

const EVERY_MS = 30_000;

const ONLY_RESPONDERS = 'Making and ending exceptions needs the group “responder”.';

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

export const ExceptionsView = ({ mayAct, announce }: ExceptionsViewProps) => {
  const { value, problem, again } = useAnswer({ ask: askExceptions, key: 'exceptions', everyMs: EVERY_MS });
  const [ending, setEnding] = useState<ShownException>();
  const [ended, setEnded] = useState(0);
  useEffect(() => {
    // Its button goes with it.
    if (ended > 0) focusPlace();
  }, [ended]);
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
          {all.length === 0 ? (
            <p class="nothing">
              Nothing is announced.{' '}
              {mayAct
                ? 'To announce something, open an access like it and choose “Expect accesses like this”.'
                : ONLY_RESPONDERS}
            </p>
          ) : null}
          {current.length === 0 ? null : (
            <Part title="In force" exceptions={current} onEnd={mayAct ? setEnding : undefined} />
          )}
          {mayAct || all.length === 0 ? null : <p class="sub nothing">{ONLY_RESPONDERS}</p>}
          {over.length === 0 ? null : <Part title="Over" exceptions={over} onEnd={undefined} />}
          <h2 class="part-title">What an exception does, and what it never does</h2>
          <Limits limits={value.limits} />
        </>
      )}
      {ending === undefined ? null : (
        <EndDialog
          exception={ending}
          onLeave={() => setEnding(undefined)}
          onEnded={() => {
            setEnding(undefined);
            announce('The exception has ended');
            setEnded((before) => before + 1);
            again();
          }}
        />
      )}
    </ViewFrame>
  );
};
