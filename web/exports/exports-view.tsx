/** The filtered list as a file, and the exports that run or ran. */
import type { ExportsAnswer, MeAnswer } from '../../lib/api/contract.ts';
import { askExports } from '../api-later.ts';
import { askCounts } from '../api.ts';
import { follow, useQuery } from '../navigation.ts';
import { CHIP_FIELDS, hrefOf, listKeyOf, type PageQuery, questionOf } from '../query.ts';
import { RangeBar } from '../range-bar.tsx';
import { FIELD_WORDS, sayRange, TAB_WORDS } from '../say-query.ts';
import { useTimes } from '../times-context.ts';
import { useAnswer } from '../use-answer.ts';
import { ViewFrame } from '../view-frame.tsx';
import { ExportForm } from './export-form.tsx';
import { JobList } from './job-list.tsx';

interface ExportsViewProps {
  readonly me: MeAnswer | undefined;
  readonly announce: (words: string) => void;
}

const WHILE_RUNNING_MS = 2_000;
const SETTLED_MS = 30_000;

const filtersOf = ({ filters }: PageQuery): readonly string[] =>
  CHIP_FIELDS.flatMap((field) => {
    const values = filters[field] ?? [];
    return values.length === 0 ? [] : [`${FIELD_WORDS[field]}: ${values.join(' or ')}`];
  });

/** What the file will hold, and the way to change it. */
const What = ({ query }: { readonly query: PageQuery }) => {
  const { zone } = useTimes();
  const filters = filtersOf(query);
  return (
    <p class="what-line">
      <strong>{TAB_WORDS[query.tab]}</strong>, {sayRange(query.range, zone)}
      {filters.length === 0 ? ', no other filter' : ''}
      {filters.map((words) => (
        <span class="tag" key={words}>
          <bdi>{words}</bdi>
        </span>
      ))}{' '}
      <a href={hrefOf({ ...query, view: 'list' })} onClick={follow}>
        Change it in the list
      </a>
      {query.tab === 'all' ? null : (
        <>
          {' '}
          <a href={hrefOf({ ...query, tab: 'all' })} onClick={follow}>
            In every state
          </a>
        </>
      )}
    </p>
  );
};

const isAnyUnderWay = ({ jobs }: ExportsAnswer): boolean =>
  jobs.some(({ state }) => state.code === 'waiting' || state.code === 'running');

export const ExportsView = ({ me, announce }: ExportsViewProps) => {
  const query = useQuery();
  const isViewer = me?.role.code === 'viewer';
  const mayTake = me !== undefined && !isViewer;
  const question = (): URLSearchParams => questionOf(query, new Date());
  const counts = useAnswer({
    ask: (signal) => askCounts(question(), signal),
    key: listKeyOf(query),
    everyMs: SETTLED_MS,
  });
  const exports = useAnswer({
    ask: async (signal) => (mayTake ? askExports(signal) : { ok: true, value: { jobs: [] } }),
    key: `exports ${String(mayTake)}`,
    everyMs: (value) => (value !== undefined && isAnyUnderWay(value) ? WHILE_RUNNING_MS : SETTLED_MS),
  });
  return (
    <ViewFrame
      title="Exports"
      lead="Exactly the filtered list, as a file."
      problem={counts.problem ?? exports.problem}
      isLoading={me === undefined || counts.value === undefined}
      onAgain={() => {
        counts.again();
        exports.again();
      }}
    >
      {isViewer ? (
        <p class="nothing">You may read. Taking files away needs the group “reviewer” or “responder”.</p>
      ) : null}
      {!mayTake ? null : (
        <>
          <RangeBar query={query} />
          <What query={query} />
          <ExportForm
            question={question}
            total={counts.value?.total}
            onBegun={exports.again}
            announce={announce}
          />
          {exports.value === undefined ? null : <JobList jobs={exports.value.jobs} />}
        </>
      )}
    </ViewFrame>
  );
};
