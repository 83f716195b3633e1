/**
 * The results as a table, and what breaks the promise: 300 ms, and twice the time of the smaller table. Medians are held to
 * it: the tables were asked in turns.
 */
import type { Measured } from './measured.ts';

const MOST_MILLISECONDS = 300;
const MOST_RATIO = 2;
/** Below this the clock and the machine's other work decide, not the table. */
const TOO_SHORT_TO_COMPARE = 10;

export const printTable = (
  sizes: readonly number[],
  results: readonly (readonly Measured[])[],
  write: (text: string) => void,
): number => {
  const headings = sizes.flatMap((size) => [
    `items ${size.toLocaleString('en')}`,
    'calls',
    'found',
    'ms',
    'best',
  ]);
  write(`| question | ${headings.join(' | ')} | ratio | |\n`);
  write(`|---|${headings.map(() => '---:|').join('')}---:|---|\n`);
  const [small, large] = [results.at(0) ?? [], results.at(-1) ?? []];
  let broken = 0;
  for (const [at, last] of large.entries()) {
    const cells = results.flatMap((each) => cellsOf(each[at]));
    const ratio = last.median / Math.max(1, small[at]?.median ?? 1);
    const verdict = verdictOf(last, ratio, small[at]);
    if (verdict.startsWith('over')) broken += 1;
    write(`| ${last.words} | ${cells.join(' | ')} | ${ratio.toFixed(1)} | ${verdict} |\n`);
  }
  return broken === 0 ? 0 : 1;
};

const cellsOf = (measured: Measured | undefined): readonly string[] =>
  measured === undefined
    ? ['', '', '', '', '']
    : [
        String(measured.items),
        String(measured.calls),
        String(measured.found),
        measured.median.toFixed(0),
        measured.best.toFixed(0),
      ];

/** A page that shows more rows than the other is another page: what it takes longer for is what it brings. */
const verdictOf = (
  { median, isPage, found }: Measured,
  ratio: number,
  small: Measured | undefined,
): string => {
  if (!isPage) return '';
  if (median > MOST_MILLISECONDS) return `over ${String(MOST_MILLISECONDS)} ms`;
  if (ratio <= MOST_RATIO || median <= TOO_SHORT_TO_COMPARE) return '';
  return found > (small?.found ?? 0) ? 'brings more rows' : `over ${String(MOST_RATIO)} x`;
};
