/** The results as a table, and what breaks the promise: 300 ms, and twice the time of the smaller table. */
import type { Measured } from './ask-questions.ts';

const MOST_MILLISECONDS = 300;
const MOST_RATIO = 2;
/** Below this the clock and the machine's other work decide, not the table. */
const TOO_SHORT_TO_COMPARE = 10;

export const printTable = (
  sizes: readonly number[],
  results: readonly (readonly Measured[])[],
  write: (text: string) => void,
): number => {
  const headings = sizes.flatMap((size) => [`items ${size.toLocaleString('en')}`, 'calls', 'found', 'ms']);
  write(`| question | ${headings.join(' | ')} | ratio | |\n`);
  write(`|---|${headings.map(() => '---:|').join('')}---:|---|\n`);
  const [small, large] = [results.at(0) ?? [], results.at(-1) ?? []];
  let broken = 0;
  for (const [at, last] of large.entries()) {
    const cells = results.flatMap((each) => cellsOf(each[at]));
    const ratio = last.milliseconds / Math.max(1, small[at]?.milliseconds ?? 1);
    const verdict = verdictOf(last, ratio);
    if (verdict !== '') broken += 1;
    write(`| ${last.words} | ${cells.join(' | ')} | ${ratio.toFixed(1)} | ${verdict} |\n`);
  }
  return broken === 0 ? 0 : 1;
};

const cellsOf = (measured: Measured | undefined): readonly string[] =>
  measured === undefined
    ? ['', '', '', '']
    : [
        String(measured.items),
        String(measured.calls),
        String(measured.found),
        measured.milliseconds.toFixed(0),
      ];

const verdictOf = ({ milliseconds, isPage }: Measured, ratio: number): string => {
  if (!isPage) return '';
  if (milliseconds > MOST_MILLISECONDS) return `over ${String(MOST_MILLISECONDS)} ms`;
  return ratio > MOST_RATIO && milliseconds > TOO_SHORT_TO_COMPARE ? `over ${String(MOST_RATIO)} x` : '';
};
