/** Who looked at what, one day at a time (UTC). */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReadsAnswer } from '../../lib/api/contract.ts';
import { askReads } from '../api-later.ts';
import { Moment } from '../moment.tsx';
import { follow, linkTo } from '../navigation.ts';
import { focusPlace } from '../take-focus.ts';
import { useAnswer } from '../use-answer.ts';
import { ViewFrame } from '../view-frame.tsx';

const EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

const dayBeside = (day: string, by: 1 | -1): string =>
  dayOf(new Date(Date.parse(`${day}T12:00Z`) + by * DAY_MS));

type Read = ReadsAnswer['reads'][number];

const sayRows = ({ kind, rows }: Read): string => {
  // An access that was opened is always one.
  if (rows === undefined || kind.code === 'opened') return '';
  return rows === 1 ? ', 1 row' : `, ${rows.toLocaleString('en-GB')} rows`;
};

interface DayChoiceProps {
  readonly day: string;
  readonly onDay: (day: string) => void;
}

const DayChoice = ({ day, onDay }: DayChoiceProps) => {
  const today = dayOf(new Date());
  return (
    <p class="day-choice">
      <button type="button" onClick={() => onDay(dayBeside(day, -1))}>
        ← The day before
      </button>
      <input
        type="date"
        aria-label="Day, UTC"
        value={day}
        max={today}
        onInput={(event) => event.currentTarget.value !== '' && onDay(event.currentTarget.value)}
      />
      <span class="sub">UTC</span>
      <button type="button" disabled={day >= today} onClick={() => onDay(dayBeside(day, 1))}>
        The day after →
      </button>
    </p>
  );
};

const Look = ({ read }: { readonly read: Read }) => {
  const { at, by, kind, what } = read;
  return (
    <li>
      <span class="at sub">
        <Moment iso={at} as="clock" />
      </span>
      <p>
        <strong>
          <bdi>{by}</bdi>
        </strong>{' '}
        {kind.words}
        <span class="sub">{sayRows(read)}</span>
        <br />
        {kind.code === 'opened' ? (
          <a href={linkTo(what)} onClick={follow}>
            <bdi>{what}</bdi>
          </a>
        ) : (
          <bdi class="sub">{what}</bdi>
        )}
      </p>
    </li>
  );
};

const Reads = ({ reads }: Pick<ReadsAnswer, 'reads'>) =>
  reads.length === 0 ? (
    <p class="nothing">Nobody looked at anything on this day (UTC). Other days are above.</p>
  ) : (
    <ol class="reads">
      {reads.map((read, index) => (
        <Look key={`${read.at} ${String(index)}`} read={read} />
      ))}
    </ol>
  );

interface Asked {
  readonly day: string;
  /** Absent: the latest looks. */
  readonly cursor?: string;
}

export const ReadsView = () => {
  const [{ day, cursor }, ask] = useState<Asked>({ day: dayOf(new Date()) });
  const { value, problem, again } = useAnswer({
    ask: (signal) => askReads({ day, ...(cursor === undefined ? {} : { cursor }) }, signal),
    key: `${day} ${cursor ?? ''}`,
    everyMs: EVERY_MS,
  });
  const shown = useRef(cursor);
  useEffect(() => {
    // The button that leads to other looks goes with those it stood under.
    if (shown.current !== cursor) focusPlace();
    shown.current = cursor;
  }, [cursor]);
  const earlier: Asked | undefined =
    value?.nextCursor === undefined ? undefined : { day, cursor: value.nextCursor };
  return (
    <ViewFrame
      title="Who looked"
      lead="Every look at this history is an event of it. The same look within a quarter of an hour is noted once."
      problem={problem}
      isLoading={value === undefined}
      onAgain={again}
    >
      <DayChoice day={day} onDay={(other) => ask({ day: other })} />
      {cursor === undefined ? null : (
        <p class="day-choice">
          <button type="button" onClick={() => ask({ day })}>
            Latest looks of this day
          </button>
        </p>
      )}
      {value === undefined ? null : <Reads reads={value.reads} />}
      {value === undefined || earlier === undefined ? null : (
        <p class="day-choice">
          There are more: {value.reads.length.toLocaleString('en-GB')} are shown at a time.{' '}
          <button type="button" onClick={() => ask(earlier)}>
            Earlier looks of this day
          </button>
        </p>
      )}
    </ViewFrame>
  );
};
