/** Deliveries that wait longer than they should, or were refused for good: as far as a bounded look finds them. */
import type { Delivery } from '../delivery/delivery.ts';
import type { Ledger } from '../delivery/ledger.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { PageReader } from '../history/page-reader.ts';
import type { CardIndex, Question } from '../history/question.ts';
import { mayKnowDelivery } from '../history/show-to-party.ts';
import type { Policy } from '../policy/policy.ts';
import type { OverviewAnswer } from './contract.ts';
import { fateOf } from './delivery-fate.ts';
import { describeAttempt, sayChannel, sayDeliveryState } from './describe-attempt.ts';
import { readKept } from './list-accesses.ts';
import { showText } from './show-text.ts';

type Failing = OverviewAnswer['failing'][number];

const MOST_SHOWN = 20;
/** Of each destination: those that wait longest come first. */
const MOST_WAITING = 10;
/** Newest accesses of the window that are looked through for refusals. */
const LOOKED_THROUGH = 100;
/** Shorter is the ordinary way of a message that had to be tried again. */
const LONG_SECONDS = 5 * 60;

interface Source {
  readonly ledger: Pick<Ledger, 'waiting'>;
  readonly cards: Pick<CardIndex, 'page'>;
  readonly pages: PageReader;
  readonly policy: Policy;
  readonly now: Date;
}

const sayWhy = (delivery: Delivery): string => {
  const last = delivery.attempts.findLast(({ outcome }) => outcome !== undefined);
  return last === undefined ? 'It has not been tried yet' : describeAttempt(delivery.channel, last).words;
};

const show = (delivery: Delivery): Failing => ({
  accessId: delivery.accessId,
  destinationId: showText(delivery.destinationId),
  channel: sayChannel(delivery.channel),
  state: sayDeliveryState(delivery.state),
  words: sayWhy(delivery),
  since: delivery.createdAt,
});

const waitsLong = ({ createdAt }: Delivery, now: Date): boolean =>
  now.getTime() - Date.parse(createdAt) > LONG_SECONDS * 1_000;

/** Those of digests and of operators belong to no access, and are told by the health of destinations. */
const listWaiting = async (
  { ledger, pages, policy, now }: Source,
  scope: Question['scope'],
): Promise<readonly Delivery[]> => {
  const waiting = await Promise.all(policy.destinations.map(({ id }) => ledger.waiting(id, MOST_WAITING)));
  const long = waiting.flat().filter((delivery) => waitsLong(delivery, now));
  const known = await readKept(
    pages,
    long.map(({ accessId }) => accessId),
    scope,
  );
  return long.filter((delivery) => {
    const kept = known.get(delivery.accessId);
    return kept !== undefined && mayKnowDelivery(kept.row, delivery, scope);
  });
};

const refusedOf = (kept: AccessDetail, scope: Question['scope']): readonly Delivery[] =>
  kept.deliveries.filter(
    (delivery) => fateOf(delivery, kept) === 'rejected' && mayKnowDelivery(kept.row, delivery, scope),
  );

const listRefused = async (
  { cards, pages }: Source,
  question: Omit<Question, 'filters'>,
): Promise<readonly Delivery[]> => {
  const page = await cards.page({ ...question, filters: {}, limit: LOOKED_THROUGH });
  const found = await readKept(
    pages,
    page.cards.map(({ accessId }) => accessId),
    question.scope,
  );
  return [...found.values()].flatMap((kept) => refusedOf(kept, question.scope));
};

/** Newest first, at most 20: what waits, and what was refused among the newest 100 accesses of the window. */
export const listFailing = async (
  source: Source,
  question: Omit<Question, 'filters'>,
): Promise<readonly Failing[]> => {
  const [waiting, refused] = await Promise.all([
    listWaiting(source, question.scope),
    listRefused(source, question),
  ]);
  return [...waiting, ...refused]
    .toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
    .slice(0, MOST_SHOWN)
    .map(show);
};
