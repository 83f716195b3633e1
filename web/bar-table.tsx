/** The chart as text: every bar with what it holds, and the list of just that time. */
import type { Histogram } from '../lib/api/contract.ts';
import { follow } from './navigation.ts';
import { hrefOf, type PageQuery, stretchIn } from './query.ts';
import { sayBar } from './say-bar.ts';
import { momentsOfBar, totalOf } from './stack-bars.ts';
import { useTimes } from './times-context.ts';

type Series = Histogram['series'][number];

const sayPart = (count: number, { code, words }: Series): string =>
  `${count} ${count === 1 && code === 'door' ? 'other door' : words}`;

export const BarTable = ({
  query,
  histogram,
}: {
  readonly query: PageQuery;
  readonly histogram: Histogram;
}) => {
  const { zone } = useTimes();
  const { access: _access, ...rest } = query;
  const rows = histogram.bars.filter((bar) => totalOf(bar) > 0).reverse();
  return (
    <ol class="bar-table" aria-label={`Accesses for each ${histogram.unit}, newest first`}>
      {rows.map((bar) => (
        <li key={bar.start}>
          <a
            href={hrefOf({ ...rest, range: stretchIn(query.range, momentsOfBar(histogram, bar.start)) })}
            onClick={follow}
          >
            {sayBar(bar, histogram, zone)}
          </a>{' '}
          <span>
            {totalOf(bar)}:{' '}
            {histogram.series
              .flatMap((one, index) => {
                const count = bar.counts[index] ?? 0;
                return count === 0 ? [] : [sayPart(count, one)];
              })
              .join(', ')}
          </span>
        </li>
      ))}
    </ol>
  );
};
