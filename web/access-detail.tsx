/** One access: its sentence at once when the list knows it, the rest as soon as it is there. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AccessDetail as Detail, AccessSummary } from '../lib/api/contract.ts';
import { AccessFacts } from './access-facts.tsx';
import { DetailBar } from './detail-bar.tsx';
import { DetailHeadline } from './detail-headline.tsx';
import { Announce } from './exceptions/announce.tsx';
import { LoadingRows } from './loading-rows.tsx';
import { ReviewPanel } from './review/review-panel.tsx';
import type { DetailReviewProps } from './reviewing.ts';
import { Trouble } from './trouble.tsx';
import { useAccess } from './use-access.ts';

interface AccessDetailProps extends DetailReviewProps {
  readonly accessId: string;
  /** What the list knows, when it does. */
  readonly known: AccessSummary | undefined;
  readonly onClose: () => void;
}

/** Of the two the one with the newer review: a review from here reaches the list first. */
const newerOf = (detail: Detail | undefined, known: AccessSummary | undefined): AccessSummary | undefined => {
  if (detail === undefined || known === undefined) return detail?.summary ?? known;
  return known.review.version > detail.summary.review.version
    ? { ...detail.summary, review: known.review }
    : detail.summary;
};

export const AccessDetail = (props: AccessDetailProps) => {
  const { accessId, known, onClose, onAsk, renewed, announce } = props;
  const [changes, setChanges] = useState(0);
  const { detail, problem } = useAccess(accessId, renewed + changes);
  const heading = useRef<HTMLHeadingElement>(null);
  const summary = newerOf(detail, known);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [accessId]);
  const askAnew = (): void => setChanges((before) => before + 1);
  return (
    <article class="detail" aria-labelledby="detail-title">
      <h1 class="unseen">One access</h1>
      <DetailBar accessId={accessId} onClose={onClose} />
      <h2 id="detail-title" tabIndex={-1} ref={heading}>
        {summary?.sentence ?? (problem === undefined ? 'Loading one access' : 'One access')}
      </h2>
      {summary === undefined ? null : (
        <>
          <DetailHeadline summary={summary} />
          <ReviewPanel summary={summary} may={detail?.may} onAsk={onAsk} />
        </>
      )}
      {problem === undefined ? null : <Trouble problem={problem} onAgain={askAnew} />}
      {detail === undefined && problem === undefined ? <LoadingRows /> : null}
      {detail === undefined ? null : (
        <>
          <Announce key={accessId} detail={detail} announce={announce} />
          <AccessFacts key={`facts ${accessId}`} detail={detail} onChanged={askAnew} />
        </>
      )}
    </article>
  );
};
