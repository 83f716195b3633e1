/**
 * Plays a month into an empty history: the same use cases as in AWS, with a clock that follows the events. Nothing is sent to
 * anybody: every destination is noted as having the notice, seconds after it was opened.
 */
import type { Ledger } from '../../lib/delivery/ledger.ts';
import { isoAfter } from '../../lib/kernel/clock.ts';
import { isObject, type JsonObject, parseJson, textAt } from '../../lib/kernel/json.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { type SweepEffects, sweepPending } from '../../lib/usecases/sweep-pending.ts';
import { createFreshener } from '../freshen-event.ts';
import type { DemoClock } from './demo-clock.ts';
import { DEMO_EXCEPTION, type DemoEvent, type DemoReview } from './demo-month.ts';

export interface PlayEffects extends SweepEffects {
  readonly ledger: Ledger;
  readonly clock: DemoClock;
  /** The text of a case in `events/`. */
  readonly readCase: (file: string) => Promise<string>;
  readonly review: (accessId: string, said: DemoReview) => Promise<void>;
  /** Announces accesses like this one from now on. */
  readonly announce: (accessId: string) => Promise<void>;
  /** Called now and then with the day that is being played. */
  readonly progress: (day: string) => void;
}

interface Due {
  readonly at: string;
  readonly act: () => Promise<void>;
}

/** Events are played in order, and what follows from them in between; answers how many there were. */
export const playMonth = async (
  effects: PlayEffects,
  month: readonly DemoEvent[],
  announceOn: string,
): Promise<number> => {
  const { clock } = effects;
  let due: readonly Due[] = [];
  let announced = false;
  let day = '';
  const until = async (moment: string): Promise<void> => {
    const now = due.filter(({ at }) => at <= moment).sort((one, other) => (one.at < other.at ? -1 : 1));
    due = due.filter(({ at }) => at > moment);
    for (const { at, act } of now) {
      clock.moveTo(at);
      await act();
    }
    clock.moveTo(moment);
  };
  for (const event of month) {
    await until(event.at);
    if (event.at.slice(0, 13) !== day.slice(0, 13)) await sweepPending(effects);
    if (event.at.slice(0, 10) !== day.slice(0, 10)) effects.progress(event.at.slice(0, 10));
    day = event.at;
    const accessId = await play(effects, event);
    const { said } = event;
    if (accessId === undefined) continue;
    if (said !== undefined) {
      const at = isoAfter(new Date(event.at), said.afterMinutes * 60);
      due = [...due, { at, act: () => effects.review(accessId, said) }];
    }
    if (!announced && event.at >= announceOn && event.file === DEMO_EXCEPTION.file) {
      announced = true;
      await effects.announce(accessId);
    }
  }
  await until(clock.end.toISOString());
  await sweepPending(effects);
  return month.length;
};

/** Records it a moment after it happened and tells everybody; answers its id. */
const play = async (effects: PlayEffects, event: DemoEvent): Promise<string | undefined> => {
  const { clock } = effects;
  const envelope = swapped(await effects.readCase(event.file), event.swaps);
  const fresh = createFreshener({ clock, keep: 'nothing' })(envelope);
  clock.moveTo(isoAfter(new Date(event.at), 2.4));
  await recordEvent(effects, JSON.stringify(fresh));
  clock.moveTo(isoAfter(new Date(event.at), 3.1));
  await tellEverybody(effects);
  const account = textAt(fresh, 'detail', 'recipientAccountId');
  const eventId = textAt(fresh, 'detail', 'eventID');
  return account === undefined || eventId === undefined ? undefined : `${account}.${eventId}`;
};

const swapped = (text: string, swaps: DemoEvent['swaps']): JsonObject => {
  const changed = Object.entries(swaps).reduce((so, [from, to]) => so.replaceAll(from, to), text);
  const event = parseJson(changed);
  if (!isObject(event)) throw new Error('a case of events/ is no JSON object');
  return event;
};

const MOST_AT_ONCE = 200;

/** As `deliver` would, where every vendor says yes. */
const tellEverybody = async ({ ledger, clock }: PlayEffects): Promise<void> => {
  for (const key of await ledger.pending(clock.now().toISOString(), MOST_AT_ONCE)) {
    const claim = await ledger.claim(key);
    if (claim.kind === 'claimed') await ledger.settle(claim, { kind: 'sent' });
  }
};
