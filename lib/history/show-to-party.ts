/**
 * What of an access a party may read. Its owner's people, and whoever sees everything, read all of it. A client's people read
 * what happened, what was decided, and how they were told themselves; of the owner only that it was told, and with what
 * result: neither its destinations, nor what vendors answered there, nor its notes, nor who of its people looks into it or
 * reviewed it.
 */
import type { Delivery } from '../delivery/delivery.ts';
import { compact, isObject, type JsonObject } from '../kernel/json.ts';
import type { AccessDetail } from './access-history.ts';
import type { AccessRow } from './access-row.ts';
import type { Card } from './card.ts';
import type { NotedEvent } from './history-event.ts';
import type { Scope } from './question.ts';
import type { Review, Reviewer } from './review.ts';

/** Whether somebody of that scope reads what the owner keeps for its own people. */
export const isOfOwner = (owner: string, scope: Scope | undefined): boolean =>
  scope === undefined || scope.parties.includes(owner);

type Place = Pick<Delivery, 'edition' | 'insteadOf'>;

/** Told to the scope's own party. What went to a fallback instead went to the owner's. */
const isOwn = (row: AccessRow, { edition, insteadOf }: Place, scope: Scope): boolean =>
  edition === 'client' &&
  insteadOf === undefined &&
  row.route.client !== undefined &&
  scope.parties.includes(row.route.client);

/** Whether somebody of that scope may read of that delivery, and have it sent again. */
export const mayKnowDelivery = (row: AccessRow, delivery: Place, scope: Scope | undefined): boolean =>
  scope === undefined || isOfOwner(row.route.owner, scope) || isOwn(row, delivery, scope);

/** No destination has a name with a space. */
const OTHERS = 'the owner';

/** Whether it was, or is to be, told to somebody whom the reader may not know by name. */
export const isHidden = ({ destinationId }: Pick<Delivery, 'destinationId'>): boolean =>
  destinationId === OTHERS || destinationId.startsWith(`${OTHERS} (`);

type Names = ReadonlyMap<string, string>;

/** "the owner", "the owner (2)": one for each destination that is not to be named. */
const namesFor = ({ row, deliveries }: AccessDetail, scope: Scope): Names => {
  const places: readonly (Place & { readonly destinationId: string })[] = [...row.route.legs, ...deliveries];
  const own = new Set(
    places.filter((one) => isOwn(row, one, scope)).map(({ destinationId }) => destinationId),
  );
  const others = places.map(({ destinationId }) => destinationId).filter((id) => !own.has(id));
  return new Map(
    [...new Set(others)].map((id, index) => [id, index === 0 ? OTHERS : `${OTHERS} (${String(index + 1)})`]),
  );
};

const INSTEAD = /^instead-of-(?<destination>[^.]+)/;

const renamePart = (part: string, names: Names): string =>
  part.replace(INSTEAD, (whole, destination: string) => {
    const name = names.get(destination);
    return name === undefined ? whole : `instead-of-${name}`;
  });

/** Only the result stays; where it was sent again, somebody of the owner asked for it. */
const hideDelivery = (delivery: Delivery, names: Names): Delivery => {
  const { part, insteadOf } = delivery;
  const renamed = {
    ...delivery,
    ...compact({
      part: part === undefined ? undefined : renamePart(part, names),
      insteadOf: insteadOf === undefined ? undefined : (names.get(insteadOf) ?? insteadOf),
    }),
  };
  const name = names.get(delivery.destinationId);
  if (name === undefined) return renamed;
  const { reference: _reference, url: _url, ...rest } = renamed;
  return {
    ...rest,
    destinationId: name,
    channel: OTHERS,
    why: 'the owner answers for it',
    attempts: delivery.attempts
      .filter(({ outcome }) => outcome?.kind === 'sent')
      .map((attempt) => ({ ...attempt, number: 1, outcome: { kind: 'sent' } })),
  };
};

const OTHER_REVIEWER: Reviewer = { subject: OTHERS, name: 'The owner' };

/** Their own people by name; everybody else spoke for the owner. */
const hideReviewer = (by: Reviewer, scope: Scope): Reviewer =>
  by.parties?.some((id) => scope.parties.includes(id)) === true ? by : OTHER_REVIEWER;

/** Who acted for that owner, as somebody of that scope may read it. */
export const showReviewer = (by: Reviewer, owner: string, scope: Scope | undefined): Reviewer =>
  scope === undefined || isOfOwner(owner, scope) ? by : hideReviewer(by, scope);

/** An assignment is part of what is hidden: of it stays that something was noted. */
const hideReview = ({ note: _note, assignee: _assignee, ...review }: Review, scope: Scope): Review => ({
  ...review,
  by: hideReviewer(review.by, scope),
  action: review.action === 'assign' ? 'note' : review.action,
});

const hideRow = (row: AccessRow, names: Names, scope: Scope): AccessRow => {
  const { review, expected, route } = row;
  return {
    ...row,
    route: {
      ...route,
      legs: route.legs.map((leg) => ({
        ...leg,
        destinationId: names.get(leg.destinationId) ?? leg.destinationId,
      })),
    },
    ...(review === undefined ? {} : { review: hideReview(review, scope) }),
    ...(expected === undefined ? {} : { expected: { ...expected, legs: [] } }),
  };
};

const INTERNAL: readonly string[] = ['note', 'assignee'];

const isReviewer = (value: unknown): value is Reviewer =>
  isObject(value) && typeof value['subject'] === 'string' && typeof value['name'] === 'string';

/** Without notes, assignees and names of the owner's people, however deep they lie. */
const hideSaid = (body: JsonObject, scope: Scope): JsonObject =>
  Object.fromEntries(
    Object.entries(body)
      .filter(([name]) => !INTERNAL.includes(name))
      .map(([name, value]) => {
        if (name === 'action' && value === 'assign') return [name, 'note'];
        if (name === 'by') return [name, isReviewer(value) ? hideReviewer(value, scope) : OTHER_REVIEWER];
        return [name, isObject(value) ? hideSaid(value, scope) : value];
      }),
  );

/** Attempts are read from the deliveries; events of them would name what is not to be named. */
const TELLING: readonly NotedEvent['kind'][] = ['told', 'failed', 'digested', 'sent-again'];

const hideEvents = (events: readonly NotedEvent[], scope: Scope): readonly NotedEvent[] =>
  events
    .filter(({ kind }) => !TELLING.includes(kind))
    .map((event) => (event.kind === 'reviewed' ? { ...event, body: hideSaid(event.body, scope) } : event));

/** An access as somebody of that scope may read it. Whether he may know of it at all was asked before. */
export const showToParty = (kept: AccessDetail, scope: Scope | undefined): AccessDetail => {
  if (scope === undefined || isOfOwner(kept.row.route.owner, scope)) return kept;
  const names = namesFor(kept, scope);
  const hide = (deliveries: readonly Delivery[]) => deliveries.map((one) => hideDelivery(one, names));
  return {
    ...kept,
    row: hideRow(kept.row, names, scope),
    deliveries: hide(kept.deliveries),
    ...compact({
      digests: kept.digests && hide(kept.digests),
      events: kept.events && hideEvents(kept.events, scope),
    }),
  };
};

/** The same of its row alone. */
export const showRowToParty = (row: AccessRow, scope: Scope | undefined): AccessRow =>
  showToParty({ row, deliveries: [] }, scope).row;

/** The same of its card: who looks into it is neither counted nor found. */
export const showCardToParty = (card: Card, scope: Scope | undefined): Card => {
  if (isOfOwner(card.owner, scope)) return card;
  const { assignee: _assignee, ...shown } = card;
  return shown;
};
