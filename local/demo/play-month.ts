/**
 * Plays a month into an empty history: the same use cases as in AWS, with a clock that follows the events. Nothing is sent to
 * anybody: every destination is noted as having the notice, seconds after it was opened, or as having refused it.
 */
import type { DeliveryKey } from '../../lib/delivery/delivery.ts';
import type { Claimed, Ledger } from '../../lib/delivery/ledger.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import { isoAfter } from '../../lib/kernel/clock.ts';
import { isObject, type JsonObject, parseJson, textAt } from '../../lib/kernel/json.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { redirectRejected } from '../../lib/usecases/redirect-rejected.ts';
import { type SweepEffects, sweepPending } from '../../lib/usecases/sweep-pending.ts';
import { createFreshener, recordedIn } from '../freshen-event.ts';
import type { DemoClock } from './demo-clock.ts';
import { DEMO_EXCEPTION, type DemoEvent, type DemoOutage, type DemoReview } from './demo-month.ts';

export interface PlayEffects extends SweepEffects {
  readonly ledger: Ledger;
  readonly clock: DemoClock;
  readonly historyUrl: string;
  /** What was opened and is to be told, once each: asking every destination what waits would cost minutes. */
  readonly takeOpened: () => readonly DeliveryKey[];
  readonly outages: readonly DemoOutage[];
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
    if (event.at.slice(0, 13) !== day.slice(0, 13)) await sweep(effects);
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
  await sweep(effects);
  // The last summaries are noted as told, too.
  await sweep(effects);
  return month.length;
};

/** Windows that are over are summed up, and what became of deliveries is noted. */
const sweep = async (effects: PlayEffects): Promise<void> => {
  await sweepPending(effects);
  await tellEverybody(effects);
};

/** Records it a moment after it happened and tells everybody; answers its id. */
const play = async (effects: PlayEffects, event: DemoEvent): Promise<string | undefined> => {
  const { clock, policy } = effects;
  const envelope = coveredBy(policy, swapped(await effects.readCase(event.file), event.swaps));
  const fresh = createFreshener({ clock, keep: 'nothing' })(envelope);
  clock.moveTo(isoAfter(new Date(event.at), 2.4));
  await recordEvent(effects, JSON.stringify(fresh));
  clock.moveTo(isoAfter(new Date(event.at), 3.1));
  await tellEverybody(effects);
  const account = textAt(fresh, 'detail', 'recipientAccountId');
  const eventId = textAt(fresh, 'detail', 'eventID');
  return account === undefined || eventId === undefined ? undefined : `${account}.${eventId}`;
};

/** Where nobody listens nothing would have been recorded: it happens at home instead, and so does what it touched. */
const coveredBy = ({ homeRegion, regions }: Policy, event: JsonObject): JsonObject => {
  const region = recordedIn(event);
  if (region === undefined || [homeRegion, ...regions].includes(region)) return event;
  // Names of resources bear it too; the path of a role and the address of an issuer are not ours to move.
  const text = JSON.stringify(event)
    .replaceAll(`"${region}"`, `"${homeRegion}"`)
    .replaceAll(`:${region}:`, `:${homeRegion}:`);
  const moved = parseJson(text);
  return isObject(moved) ? moved : event;
};

const swapped = (text: string, swaps: DemoEvent['swaps']): JsonObject => {
  const changed = Object.entries(swaps).reduce((so, [from, to]) => so.replaceAll(from, to), text);
  const event = parseJson(changed);
  if (!isObject(event)) throw new Error('a case of events/ is no JSON object');
  return event;
};

/** As `deliver` would, where nearly every vendor says yes. What a refusal opens is told as well. */
const tellEverybody = async (effects: PlayEffects): Promise<void> => {
  const { ledger } = effects;
  for (let keys = effects.takeOpened(); keys.length > 0; keys = effects.takeOpened()) {
    for (const key of keys) {
      const claim = await ledger.claim(key);
      if (claim.kind === 'claimed') await settle(effects, claim);
    }
  }
};

const settle = async (effects: PlayEffects, claim: Claimed): Promise<void> => {
  const outcome = outcomeOf(effects, claim);
  if (outcome.kind === 'rejected') await effects.wake(await redirectRejected(effects, claim, outcome));
  await effects.ledger.settle(claim, outcome);
};

const outcomeOf = ({ outages, clock }: PlayEffects, { delivery }: Claimed): Outcome => {
  const now = clock.now().toISOString();
  const outage = outages.find(
    ({ destinationId, from, to }) => destinationId === delivery.destinationId && from <= now && now < to,
  );
  return outage === undefined ? { kind: 'sent' } : { kind: 'rejected', code: outage.code };
};
