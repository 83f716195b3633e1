/** One access: its sentence at once when the list knows it, the rest as soon as it is there. */
import { useEffect, useRef } from 'preact/hooks';
import type { AccessSummary } from '../lib/api/contract.ts';
import { AccessFacts } from './access-facts.tsx';
import { describeProblem } from './describe-problem.ts';
import type { Problem } from './problem.ts';
import { LoadingRows } from './loading-rows.tsx';
import { Mark } from './mark.tsx';
import { Moment } from './moment.tsx';
import { Notice } from './notice.tsx';
import { sayRepeats } from './say-repeats.ts';
import { toneOfTelling } from './tone-of.ts';
import { useAccess } from './use-access.ts';

interface AccessDetailProps {
  readonly accessId: string;
  /** What the list knows, when it does. */
  readonly known: AccessSummary | undefined;
  readonly onClose: () => void;
}

const Headline = ({ summary }: { readonly summary: AccessSummary }) => {
  const said = sayRepeats({ id: summary.accessId, lead: summary, repeats: [] });
  return (
    <>
      <p class="when-line">
        <Moment iso={summary.time} as="full" />{' '}
        <span class="sub">
          (<Moment iso={summary.time} as="age" />)
        </span>
      </p>
      <p class="marks">
        {summary.outcome.code === 'success' ? null : (
          <Mark tone="bad" words={summary.outcome.words} note={summary.outcome.note} />
        )}
        <Mark
          tone={toneOfTelling(summary.telling.code)}
          words={summary.telling.words}
          note={summary.telling.note}
        />
        {summary.telling.note === undefined ? null : <span class="sub">{summary.telling.note}</span>}
        {[summary.late, summary.corrected].map((words) =>
          words === undefined ? null : (
            <span class="tag remark" key={words}>
              {words}
            </span>
          ),
        )}
      </p>
      {said === undefined ? null : (
        <p class="sub">
          {said.words} {said.until === undefined ? null : <Moment iso={said.until} as="near" />}
        </p>
      )}
      {summary.observations.length === 0 ? null : (
        <ul class="observations">
          {summary.observations.map(({ code, note }) => (
            <li key={code}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
};

const DetailTrouble = ({ problem }: { readonly problem: Problem }) => {
  const { title, advice } = describeProblem(problem);
  return (
    <Notice title={title} tone={problem.kind === 'archived' ? 'plain' : 'bad'}>
      <p>{advice}</p>
      {problem.kind === 'archived' ? <p class="sub">{problem.message}</p> : null}
    </Notice>
  );
};

export const AccessDetail = ({ accessId, known, onClose }: AccessDetailProps) => {
  const { detail, problem } = useAccess(accessId);
  const heading = useRef<HTMLHeadingElement>(null);
  const summary = detail?.summary ?? known;
  useEffect(() => heading.current?.focus({ preventScroll: true }), [accessId]);
  return (
    <article class="detail" aria-labelledby="detail-title">
      <p class="detail-bar">
        <button type="button" onClick={onClose}>
          ← All accesses
        </button>
      </p>
      <h2 id="detail-title" tabIndex={-1} ref={heading}>
        {summary?.sentence ?? (problem === undefined ? 'Loading one access' : 'One access')}
      </h2>
      {summary === undefined ? null : <Headline summary={summary} />}
      {problem === undefined ? null : <DetailTrouble problem={problem} />}
      {detail === undefined && problem === undefined ? <LoadingRows /> : null}
      {detail === undefined ? null : <AccessFacts detail={detail} />}
    </article>
  );
};
