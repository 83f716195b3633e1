/** What an action makes of a review. Pure: who acted, on what he saw, and what stands afterwards. */
import { canonicalJson } from '../kernel/canonical-json.ts';
import { isoAfter } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import type { Review, ReviewAction, Reviewed, Reviewer, ReviewRequest, ReviewState } from './review.ts';

/** Longer ago than this, the last action is taken back by another one, not undone. */
export const UNDO_SECONDS = 15 * 60;

/** Names of events sort by their version: four digits. */
export const MOST_ACTIONS = 9_999;

export interface Standing {
  /** The review as it stands; absent while nobody has said anything. */
  readonly review?: Review;
  /** Where it stands now, and where it would without a review. */
  readonly state: ReviewState;
  readonly beginning: ReviewState;
  /** As in the row. */
  readonly rang?: true;
  /** The actions so far, in any order: what is undone, and whose answer was lost. */
  readonly said: readonly Reviewed[];
}

export interface Acting {
  /** As `cleanReview` left it. */
  readonly request: ReviewRequest;
  readonly by: Reviewer;
  readonly now: Date;
}

export type Applied =
  | { readonly kind: 'ok'; readonly review: Review; readonly before?: Review }
  /** It is so already: said before by the same person, or nothing changes. */
  | { readonly kind: 'done' }
  /** Somebody else acted since. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused'; readonly words: string };

export const applyReview = (standing: Standing, acting: Acting): Applied => {
  const { review: before } = standing;
  const { request, by, now } = acting;
  if (standing.said.some((one) => isSameAction(one, { request, by }))) return { kind: 'done' };
  const version = before?.version ?? 0;
  if (request.seen !== version) {
    return isSaid(standing, acting) ? { kind: 'done' } : { kind: 'conflict' };
  }
  if (version >= MOST_ACTIONS) return refused('So much was said about it that nothing can be added.');
  const fields = request.action === 'undo' ? undone(standing, acting) : said(standing, request);
  if ('kind' in fields) return fields;
  if (request.action !== 'undo' && isSaid(standing, acting)) return { kind: 'done' };
  const afterRing = request.action === 'undo' ? lastOf(standing)?.before?.afterRing : standing.rang;
  const review: Review = {
    ...fields,
    ...compact({ afterRing }),
    version: version + 1,
    action: request.action,
    by,
    at: now.toISOString(),
  };
  return { kind: 'ok', review, ...(before === undefined ? {} : { before }) };
};

/** The same person asked for the same on what he saw then: his answer was lost, or he clicked twice. */
export const isSameAction = (
  one: Pick<Reviewed, 'request' | 'review'>,
  { request, by }: Pick<Acting, 'request' | 'by'>,
): boolean => one.review.by.subject === by.subject && canonicalJson(one.request) === canonicalJson(request);

type Fields = Pick<Review, 'state' | 'reason' | 'ticket' | 'note' | 'assignee'>;

const refused = (words: string): Extract<Applied, { kind: 'refused' }> => ({ kind: 'refused', words });

const fieldsOf = (state: ReviewState, review: Review | undefined): Fields => {
  const { reason, ticket, note, assignee } = review ?? {};
  return { state, ...compact({ reason, ticket, note, assignee }) };
};

const STATES: Partial<Readonly<Record<ReviewAction, ReviewState>>> = {
  acknowledge: 'acknowledged',
  explain: 'explained',
  escalate: 'escalated',
  reopen: 'unreviewed',
};

/** Ticket, note and assignee stay until others are named; the reason belongs to the state. */
const said = (standing: Standing, { action, reason, ticket, note, assignee }: ReviewRequest): Fields => {
  const { reason: earlier, assignee: assigned, ...kept } = fieldsOf(standing.state, standing.review);
  const state = STATES[action];
  return {
    ...kept,
    ...(state === undefined ? compact({ reason: earlier }) : { state, ...compact({ reason }) }),
    ...compact({ ticket, note }),
    ...(assignee === '' ? {} : compact({ assignee: assignee ?? assigned })),
  };
};

/** Whether the same person would say what stands there already; an assignment is the same whoever repeats it. */
const isSaid = (standing: Standing, { request, by }: Acting): boolean => {
  const { review } = standing;
  if (request.action === 'undo') return false;
  const isOwn = review === undefined || review.by.subject === by.subject || request.action === 'assign';
  return isOwn && canonicalJson(said(standing, request)) === canonicalJson(fieldsOf(standing.state, review));
};

const lastOf = ({ review, said: actions }: Pick<Standing, 'review' | 'said'>): Reviewed | undefined =>
  actions.find((one) => one.review.version === review?.version);

const undone = ({ review, beginning, said: actions }: Standing, { by, now }: Acting): Fields | Applied => {
  if (review === undefined) return refused('There is nothing to undo: nobody has said anything.');
  if (review.action === 'undo') return refused('The last word was taken back already.');
  if (review.by.subject !== by.subject) return refused('Only your own last word can be undone.');
  if (review.at < isoAfter(now, -UNDO_SECONDS)) {
    return refused('It was said more than 15 minutes ago: say something else instead.');
  }
  const last = lastOf({ review, said: actions });
  // The row was read after its events: who asks again sees both.
  if (last === undefined) return { kind: 'conflict' };
  return fieldsOf(last.before?.state ?? beginning, last.before);
};
