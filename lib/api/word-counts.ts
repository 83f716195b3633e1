/** Puts words to numbers. */
import type {
  Counted,
  CountedChart,
  CountedFacet,
  CountedFrom,
  CountedTab,
  Counts,
  HistogramSeries,
  Tab,
} from '../history/counts.ts';
import type { Question } from '../history/question.ts';
import type { ReviewState } from '../history/review.ts';
import type { Policy } from '../policy/policy.ts';
import type {
  CountsAnswer,
  Facet,
  FacetValue,
  Histogram,
  OverviewAnswer,
  ShownCount,
  Worded,
} from './contract.ts';
import { sayValue } from './say-value.ts';
import { showText } from './show-text.ts';
import { FIELD_WORDS, sayCertainty, sayReviewState } from './words.ts';

export const showCount = ({ count, atLeast }: Counted): ShownCount => ({ count, atLeast });

const TAB_WORDS: Partial<Readonly<Record<Tab, string>>> = {
  open: 'needs a look',
  all: 'all',
  unreviewed: 'not reviewed',
};

const sayTab = (tab: Tab): string =>
  TAB_WORDS[tab] ?? (tab === 'open' || tab === 'all' ? tab : sayReviewState(tab).words);

const wordTab = ({ tab, ...counted }: CountedTab): FacetValue => ({
  value: tab,
  words: sayTab(tab),
  ...showCount(counted),
});

export const wordFacet = ({ field, values, cut }: CountedFacet, policy: Policy): Facet => ({
  field,
  words: FIELD_WORDS[field],
  values: values.map(({ value, ...counted }) => ({
    value,
    words: sayValue(field, value, policy),
    ...showCount(counted),
  })),
  cut,
});

const saySeries = (series: HistogramSeries): Worded<HistogramSeries> => {
  if (series === 'door')
    return { code: 'door', words: 'other doors', note: 'Ways in beside the designated roles.' };
  if (series === 'denied') return { code: 'denied', words: 'refused', note: 'AWS refused the attempt.' };
  return sayCertainty(series);
};

const showBars = ({ bars }: Pick<CountedChart<string>, 'bars'>) =>
  bars.map(({ start, counts }) => ({ start, counts }));

export const wordChart = (chart: CountedChart<HistogramSeries>): Histogram => ({
  unit: chart.unit,
  series: chart.series.map(saySeries),
  bars: showBars(chart),
});

export const wordStates = (chart: CountedChart<ReviewState>): OverviewAnswer['byState'] => ({
  series: chart.series.map(sayReviewState),
  bars: showBars(chart),
});

const ARCHIVED = ' Accesses that went to the archive are counted and not listed.';

export const saySource = ({ source, countedUntil, archived }: CountedFrom): CountsAnswer['source'] => {
  if (source === 'cards') return { code: 'cards', words: 'counted one by one just now' };
  const until = countedUntil === undefined ? '' : ` until ${showText(countedUntil)}`;
  return {
    code: 'counters',
    words: 'counted beforehand',
    note: `Counted by the sweep${until}; what came since was added.${archived ? ARCHIVED : ''}`,
  };
};

export const wordCounts = (counts: Counts, { from, to }: Question, policy: Policy): CountsAnswer => ({
  from,
  to,
  total: showCount(counts.total),
  tabs: counts.tabs.map(wordTab),
  facets: counts.facets.map((facet) => wordFacet(facet, policy)),
  histogram: wordChart(counts.histogram),
  olderOpen: showCount(counts.olderOpen),
  source: saySource(counts),
  read: counts.read,
});
