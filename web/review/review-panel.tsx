/** Where the review of one access stands, who said what last, and what the reader may say. */
import { useEffect } from 'preact/hooks';
import type { AccessDetail, AccessSummary, ReviewAction, ShownReview } from '../../lib/api/contract.ts';
import { ListLink } from '../list-link.tsx';
import { Moment } from '../moment.tsx';
import { useKeys } from '../use-keys.ts';
import { ACTION_WORDS } from './actions.ts';
import { MayOnlyRead, ReviewButtons } from './review-buttons.tsx';
import { noteSeen, usePendingReview } from './review-store.ts';
import { StateMark } from './state-mark.tsx';

interface ReviewPanelProps {
  readonly summary: AccessSummary;
  /** Absent until the access has been asked for. */
  readonly may: AccessDetail['may'] | undefined;
  readonly onAsk: (action: ReviewAction, access: AccessSummary) => void;
}

const sayPending = (action: ReviewAction): string =>
  action === 'undo' ? 'Taking it back' : ACTION_WORDS[action].doing;

const Ticket = ({ review: { ticket, ticketUrl } }: { readonly review: ShownReview }) => {
  if (ticket === undefined) return null;
  return (
    <span>
      {ticketUrl === undefined ? (
        <bdi>{ticket}</bdi>
      ) : (
        <a href={ticketUrl} rel="noreferrer noopener" target="_blank">
          <bdi>{ticket}</bdi>
        </a>
      )}{' '}
      <ListLink field="ticket" value={ticket}>
        all with this ticket
      </ListLink>
    </span>
  );
};

const Said = ({ review }: { readonly review: ShownReview }) => (
  <>
    <p class="review-state">
      <StateMark state={review.state} />
      <span>
        <bdi>{review.words ?? review.state.note}</bdi>
        {review.at === undefined ? null : (
          <span class="sub">
            {' '}
            <Moment iso={review.at} as="near" />
          </span>
        )}
      </span>
    </p>
    {review.note === undefined ? null : (
      <p class="quote">
        <bdi>{review.note}</bdi>
      </p>
    )}
    <p class="review-facts">
      <Ticket review={review} />
      {review.assignee === undefined ? null : (
        <span>
          Assigned to{' '}
          <ListLink field="assignee" value={review.assignee}>
            <bdi>{review.assignee}</bdi>
          </ListLink>
        </span>
      )}
      {review.expected === undefined ? null : (
        <span>
          <ListLink field="exception" value={review.expected.exceptionId}>
            <bdi class="sentence-start">{review.expected.words}</bdi>
          </ListLink>{' '}
          <Moment iso={review.expected.until} as="full" />
        </span>
      )}
    </p>
  </>
);

export const ReviewPanel = ({ summary, may, onAsk }: ReviewPanelProps) => {
  const { accessId, review } = summary;
  const pending = usePendingReview(accessId);
  useEffect(() => noteSeen(accessId, review), [accessId, review.version]);
  const ask = (action: ReviewAction) => (): unknown =>
    may?.review === false ? 'pass' : onAsk(action, summary);
  // Here and not in the list, which need not hold what a link of a message opens.
  useKeys({
    a: ask('acknowledge'),
    e: ask('explain'),
    s: ask('escalate'),
    n: ask('note'),
    o: ask('reopen'),
  });
  return (
    <section class="review-panel" aria-label="Review">
      <Said review={review} />
      {may?.review === false ? <MayOnlyRead /> : null}
      {may?.review === true ? (
        <ReviewButtons
          state={review.state.code}
          isBusy={pending !== undefined}
          onAsk={(action) => onAsk(action, summary)}
        />
      ) : null}
      <p class="unseen" role="status">
        {pending === undefined ? '' : `${sayPending(pending)}.`}
      </p>
    </section>
  );
};
