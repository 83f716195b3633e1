/** One exception: what it says, for how long, and what it muted so far. */
import type { ShownException, Tone } from '../../lib/api/contract.ts';
import { ListLink } from '../list-link.tsx';
import { Mark } from '../mark.tsx';
import { Moment } from '../moment.tsx';
import { sayCount } from '../say-query.ts';

const TONES: Readonly<Record<ShownException['state']['code'], Tone>> = {
  holds: 'good',
  'begins-later': 'waiting',
  over: 'plain',
  ended: 'plain',
};

interface ExceptionCardProps {
  readonly exception: ShownException;
  /** Absent when it is over, or the reader may not end it. */
  readonly onEnd: (() => void) | undefined;
}

const When = ({
  exception: { state, from, until, endedBy, endedAt },
}: Pick<ExceptionCardProps, 'exception'>) => (
  <p>
    {state.code === 'begins-later' ? (
      <>
        from <Moment iso={from} as="full" />{' '}
      </>
    ) : null}
    {endedAt === undefined ? (
      <>
        until <Moment iso={until} as="full" />{' '}
        <span class="sub">
          (<Moment iso={until} as="age" />)
        </span>
      </>
    ) : (
      <>
        ended early by <bdi>{endedBy}</bdi>, <Moment iso={endedAt} as="full" />
      </>
    )}
  </p>
);

const Used = ({ exception: { exceptionId, madeAt, used } }: Pick<ExceptionCardProps, 'exception'>) =>
  used.count === 0 ? (
    <span class="sub">It has announced nothing so far.</span>
  ) : (
    <ListLink field="exception" value={exceptionId} range={{ from: madeAt }}>
      {sayCount(used)} {used.count === 1 && !used.atLeast ? 'access was' : 'accesses were'} announced by it
    </ListLink>
  );

export const ExceptionCard = ({ exception, onEnd }: ExceptionCardProps) => (
  <li class="card">
    <p class="card-head">
      <strong class="sentence-start">
        <bdi>{exception.words}</bdi>
      </strong>
      <Mark tone={TONES[exception.state.code]} words={exception.state.words} note={exception.state.note} />
    </p>
    <p>
      <bdi>{exception.reason}</bdi>
      {exception.ticket === undefined ? null : (
        <>
          {' '}
          <ListLink field="ticket" value={exception.ticket}>
            <bdi>{exception.ticket}</bdi>
          </ListLink>
        </>
      )}
    </p>
    <When exception={exception} />
    <p class="sub">
      Made by <bdi>{exception.madeBy}</bdi> <Moment iso={exception.madeAt} as="full" />;{' '}
      <bdi>{exception.owner}</bdi> answers for it.
    </p>
    <p class="sub">
      <bdi class="verbatim">{exception.subject}</bdi>
    </p>
    <p class="card-foot">
      <Used exception={exception} />
      {onEnd === undefined ? null : (
        <button type="button" onClick={onEnd}>
          End it early<span class="unseen">: {exception.words}</span>
        </button>
      )}
    </p>
  </li>
);
