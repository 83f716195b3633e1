/** Opens the deliveries of a recorded row and wakes `deliver` for those that are new. */
import { CANARY_CHANNEL } from '../delivery/canary.ts';
import type { Delivery, NewDelivery } from '../delivery/delivery.ts';
import type { Ledger } from '../delivery/ledger.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { Notification } from '../notification/notification.ts';
import type { Policy } from '../policy/policy.ts';
import type { RouteLeg } from '../policy/route.ts';
import { type WakeEffects, wakeUp } from './wake-up.ts';
import { wordRow } from './word-row.ts';

export interface AnnounceEffects extends WakeEffects {
  readonly policy: Policy;
  readonly ledger: Pick<Ledger, 'open'>;
  readonly historyUrl: string;
}

interface Said {
  /** Deliveries that were seen: they are not written a second time only to be refused. */
  readonly open: readonly Delivery[];
  /** Later words that the notice says already. */
  readonly includes: readonly string[];
}

/** Safe to repeat: a delivery that is open already is left alone and not woken again. */
export const announceRow = async (effects: AnnounceEffects, row: AccessRow, said: Said): Promise<void> => {
  const seen = new Set(
    said.open.filter(({ part }) => part === undefined).map((delivery) => delivery.destinationId),
  );
  const missing = row.route.legs.filter(({ destinationId }) => !seen.has(destinationId));
  if (missing.length === 0) return;
  const notices = firstNotices(effects, row, missing);
  const { includes } = said;
  const opened = await effects.ledger.open(
    includes.length === 0 ? notices : notices.map((notice) => ({ ...notice, includes })),
  );
  await wakeUp(effects, opened);
};

const firstNotices = (
  effects: AnnounceEffects,
  row: AccessRow,
  legs: readonly RouteLeg[],
): readonly NewDelivery[] =>
  legs.map((leg) => deliveryOf(effects.policy, row, leg, wordRow(effects, row, leg.edition)));

/** One notification for one leg of the row's route. */
export const deliveryOf = (
  policy: Policy,
  row: AccessRow,
  { destinationId, edition, why }: RouteLeg,
  notification: Notification,
): NewDelivery => ({
  accessId: row.accessId,
  destinationId,
  channel: channelOf(policy, row, destinationId),
  edition,
  importance: notification.importance,
  notification,
  why,
  owner: row.route.owner,
});

/** The canary's destination is built in. */
const channelOf = ({ destinations }: Policy, { canary }: AccessRow, destinationId: string): string =>
  canary === true
    ? CANARY_CHANNEL
    : (destinations.find(({ id }) => id === destinationId)?.channel ?? 'unknown');
