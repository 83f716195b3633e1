/**
 * Takes deliveries out of the queue and puts one digest in their place. The digest is written first, with the names of its
 * members; each of them leaves the queue for this digest and no other; then the digest gets its words. Whoever dies in
 * between leaves a gathering, which a later sweep finishes: nobody is lost on the way, and nobody is told in two.
 */
import { type Delivery, type DeliveryKey, keyOf } from '../delivery/delivery.ts';
import type { Ledger, PendingDelivery } from '../delivery/ledger.ts';
import { type Clock, parseIso } from '../kernel/clock.ts';
import { inSlices } from '../kernel/in-slices.ts';
import { composeDigest, type DigestReason } from '../notification/compose-digest.ts';
import { IMPORTANCES } from '../notification/notification.ts';
import type { Policy } from '../policy/policy.ts';
import { chooseDigests } from './choose-digests.ts';

export interface GatherEffects {
  readonly ledger: Ledger;
  readonly policy: Policy;
  readonly clock: Clock;
  /** Base URL of the history page, without a slash at its end. */
  readonly historyUrl: string;
  /** How many have to wait before they are told together: `DIGEST_FROM` unless given. */
  readonly digestFrom?: number;
  /** False once the time that is left belongs to others: no further digest is begun. Without it there is always time. */
  readonly hasTime?: () => boolean;
}

/** Of one destination in one minute: as many as fit into a minute's messages, twenty in each. */
const LOOKED_AT = 1000;

/** Each member is a call or two to the store, and a thousand may wait for each destination. */
const MEMBERS_AT_A_TIME = 10;

/** A storm that lasts longer than this is an outage to whoever waits for its notices. */
const LONGEST_STORM_SECONDS = 600;

/** Digests that are ready to be sent, and what was taken out of the queue for them. */
export interface Gathered {
  readonly digests: readonly PendingDelivery[];
  readonly members: readonly DeliveryKey[];
}

const NOTHING: Gathered = { digests: [], members: [] };

/** Gathers whatever is to be told together, as far as there is time; the rest waits for the next minute. */
export const gatherDigests = async (effects: GatherEffects, destinationId: string): Promise<Gathered> => {
  const { ledger, clock } = effects;
  const [digests, moved]: [PendingDelivery[], DeliveryKey[]] = [[], []];
  for (const members of chooseDigests(
    await ledger.waiting(destinationId, LOOKED_AT),
    clock.now(),
    effects.digestFrom,
  )) {
    if (effects.hasTime?.() === false) break;
    const digest = { accessId: `digest.${destinationId}.${clock.newId()}`, destinationId };
    await beginDigest(ledger, digest, members);
    const gathered = await gather(effects, digest, members);
    digests.push(...gathered.digests);
    moved.push(...gathered.members);
  }
  return { digests, members: moved };
};

/** Finishes a gathering whose gatherer died. */
export const resumeGathering = async (effects: GatherEffects, key: DeliveryKey): Promise<Gathered> => {
  const digest = await effects.ledger.resumeDigest(key);
  if (digest === undefined) return NOTHING;
  const found = await inSlices(digest.members ?? [], MEMBERS_AT_A_TIME, (member) =>
    effects.ledger.find(member),
  );
  return gather(
    effects,
    keyOf(digest),
    found.filter((member) => member !== undefined),
  );
};

const beginDigest = async (
  ledger: Ledger,
  { accessId, destinationId }: DeliveryKey,
  members: readonly Delivery[],
): Promise<void> => {
  const [first] = members;
  if (first === undefined) return;
  await ledger.openDigest({
    digestId: accessId,
    destinationId,
    channel: first.channel,
    edition: first.edition,
    importance:
      IMPORTANCES.find((importance) => members.some((one) => one.importance === importance)) ??
      first.importance,
    members: members.map(keyOf),
  });
};

const gather = async (
  effects: GatherEffects,
  digest: DeliveryKey,
  members: readonly Delivery[],
): Promise<Gathered> => {
  const { ledger } = effects;
  // With the words they were moved with: another record may have named somebody since they were read.
  const moved = (
    await inSlices(members, MEMBERS_AT_A_TIME, (member) =>
      ledger.moveIntoDigest(keyOf(member), digest.accessId),
    )
  ).filter((member) => member !== undefined);
  const [oldest] = moved;
  if (oldest === undefined) {
    await ledger.dropDigest(digest);
    return NOTHING;
  }
  const notification = composeDigest(
    moved.map((member) => member.notification),
    {
      digestId: digest.accessId,
      edition: oldest.edition,
      reason: reasonOf(effects.clock, moved),
      since: oldest.createdAt,
      timeZone: timeZoneOf(effects.policy, oldest),
      historyUrl: effects.historyUrl,
    },
  );
  const finished = await ledger.finishDigest(digest, moved.map(keyOf), notification);
  return { digests: finished === undefined ? [] : [finished], members: moved.map(keyOf) };
};

/** The clock and the attempts tell: in an outage something failed, or nothing was even tried for long. */
const reasonOf = (clock: Clock, moved: readonly Delivery[]): DigestReason => {
  const failed = moved.some(({ attempts }) =>
    attempts.some(({ outcome }) => outcome?.kind === 'retry' && outcome.code !== 'rate-limited'),
  );
  const oldest = parseIso(moved.at(0)?.createdAt ?? '') ?? clock.now();
  const waited = (clock.now().getTime() - oldest.getTime()) / 1000;
  return failed || waited > LONGEST_STORM_SECONDS ? 'outage' : 'storm';
};

/** Of whoever reads there: the client of a client's edition, otherwise the owner it is sent for. */
const timeZoneOf = ({ owners, clients }: Policy, { edition, destinationId, owner }: Delivery): string => {
  const reads = ({ destinations }: { readonly destinations: readonly string[] }): boolean =>
    destinations.includes(destinationId);
  const reader =
    edition === 'client'
      ? clients.find(reads)
      : (owners.find(({ id }) => id === owner) ?? owners.find(reads));
  return reader?.timeZone ?? 'UTC';
};
