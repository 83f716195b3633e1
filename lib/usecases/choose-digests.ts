/** Which of the deliveries that wait for one destination are told together, and which by themselves. */
import { type Delivery, deliveryIdOf } from '../delivery/delivery.ts';
import { isDoubtful } from '../delivery/doubt.ts';
import { isoAfter } from '../kernel/clock.ts';
import { EDITIONS } from '../kernel/edition.ts';
import { IMPORTANCES } from '../notification/notification.ts';

/** Fewer are sent one by one: at the pace of a message a second, that is twenty seconds. */
export const DIGEST_FROM = 20;

const DIGEST_SIZE = 20;

/**
 * What came a moment ago is on its way: somebody who enters in the middle of a storm must not be found in a list of
 * robots.
 */
const WAITED_SECONDS = 60;

/**
 * Groups of at most 20, oldest first, each of one edition and one importance: a human must not be found in a list of
 * robots, however long he waited. A delivery that may have arrived is in none: only its own channel can find out. A later
 * word is in one only when its first notice is.
 */
export const chooseDigests = (
  waiting: readonly Delivery[],
  now: Date,
  from = DIGEST_FROM,
): readonly (readonly Delivery[])[] => {
  const suited = waiting.filter((delivery) => isSuited(delivery, now));
  const chosen = new Set<string>();
  return EDITIONS.flatMap((edition) =>
    IMPORTANCES.flatMap((importance) => {
      const equal = suited.filter((one) => one.edition === edition && one.importance === importance);
      const digests = chunksOf(withTheirFirst(equal, chosen), from);
      for (const member of digests.flat()) chosen.add(deliveryIdOf(member));
      return digests;
    }),
  );
};

const isSuited = ({ attempts, createdAt, members, follows }: Delivery, now: Date): boolean =>
  members === undefined &&
  // A quiet word is no notice: nobody is to read it by itself.
  follows?.quiet !== true &&
  !isDoubtful(attempts) &&
  createdAt <= isoAfter(now, -WAITED_SECONDS);

/** `chosen`: ids of those that are in a digest already, of more important ones. */
const withTheirFirst = (
  deliveries: readonly Delivery[],
  chosen: ReadonlySet<string>,
): readonly Delivery[] => {
  const ids = new Set([...chosen, ...deliveries.map(deliveryIdOf)]);
  return deliveries.filter(
    ({ accessId, destinationId, follows }) =>
      follows === undefined || ids.has(deliveryIdOf({ accessId, destinationId })),
  );
};

/** One that is left over at the end goes by itself. */
const chunksOf = (deliveries: readonly Delivery[], from: number): readonly (readonly Delivery[])[] =>
  deliveries.length < from
    ? []
    : deliveries
        .flatMap((_, index) =>
          index % DIGEST_SIZE === 0 ? [deliveries.slice(index, index + DIGEST_SIZE)] : [],
        )
        .filter(({ length }) => length > 1);
