/** No access in the list: what that means under this tab and these filters, and where to look next. */
import type { CountsAnswer } from '../lib/api/contract.ts';
import { Moment } from './moment.tsx';
import { follow } from './navigation.ts';
import { Notice } from './notice.tsx';
import { countFilters, hrefOf, type PageQuery } from './query.ts';
import { sayRange, TAB_WORDS } from './say-query.ts';
import { useTimes } from './times-context.ts';

interface EmptyListProps {
  readonly query: PageQuery;
  readonly counts: CountsAnswer | undefined;
  readonly lastRecordAt: string | undefined;
}

const LastRecord = ({ at }: { readonly at: string | undefined }) => (
  <>
    {at === undefined ? (
      'No record has come in the last 30 days either. '
    ) : (
      <>
        The last record came <Moment iso={at} as="age" />.{' '}
      </>
    )}
    If you expected one, run <code>npx rolecall check --deployed</code>: it says what is missing.
  </>
);

const Wider = ({ query }: { readonly query: PageQuery }) => {
  const { access: _access, ...rest } = query;
  return (
    <p class="ways">
      {query.tab === 'all' ? null : (
        <a href={hrefOf({ ...rest, tab: 'all' })} onClick={follow}>
          Look in every state
        </a>
      )}
      {query.range === '1y' ? null : (
        <a href={hrefOf({ ...rest, range: '1y' })} onClick={follow}>
          Look through the last year
        </a>
      )}
      {countFilters(query) === 0 ? null : (
        <a href={hrefOf({ ...rest, filters: {} })} onClick={follow}>
          Clear the filters
        </a>
      )}
    </p>
  );
};

/** What a tab without accesses means. */
const MEANING: Readonly<Partial<Record<PageQuery['tab'], string>>> = {
  escalated: 'Nobody has asked for a second look.',
  explained: 'Nobody has written down why somebody entered.',
  acknowledged: 'Nobody has acknowledged an access.',
  expected: 'No exception announced one: everything rang.',
};

export const EmptyList = ({ query, counts, lastRecordAt }: EmptyListProps) => {
  const { zone } = useTimes();
  const range = sayRange(query.range, zone);
  const total = counts?.tabs.find(({ value }) => value === 'all')?.count ?? 0;
  if (countFilters(query) > 0) {
    return (
      <Notice title="No access matches these filters" tone="plain">
        <p>
          Looked at {range}, under “{TAB_WORDS[query.tab]}”.
        </p>
        <Wider query={query} />
      </Notice>
    );
  }
  if (query.tab === 'open' && total > 0) {
    return (
      <Notice title={`Nothing needs a look in ${range}`} tone="plain">
        <p>Every access of that time was reviewed, expected, or is a repeat of one that was.</p>
        <Wider query={query} />
      </Notice>
    );
  }
  const meaning = MEANING[query.tab];
  if (meaning !== undefined) {
    return (
      <Notice title={`Nothing is ${TAB_WORDS[query.tab].toLowerCase()} in ${range}`} tone="plain">
        <p>{meaning}</p>
        <Wider query={query} />
      </Notice>
    );
  }
  return (
    <Notice title={`Nobody entered a designated role in ${range}`} tone="plain">
      <p>
        <LastRecord at={lastRecordAt} />
      </p>
      <Wider query={query} />
    </Notice>
  );
};
