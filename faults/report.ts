/** The table at the end. */
import type { NotApplicable, Result } from './fault-case.ts';

interface Column {
  readonly title: string;
  readonly width: number;
  readonly cell: (result: Result) => string;
}

const COLUMNS: readonly Column[] = [
  { title: '#', width: 3, cell: ({ id }) => id },
  { title: 'fault', width: 36, cell: ({ name }) => name },
  { title: 'expected', width: 34, cell: ({ expected }) => expected },
  { title: 'seen', width: 30, cell: ({ seen, problems }) => [seen, ...problems].join('; ') },
  { title: 'messages', width: 20, cell: ({ messages }) => messagesText(messages) },
  { title: 'rows', width: 5, cell: ({ rows }) => String(rows) },
  { title: 'verdict', width: 7, cell: ({ problems }) => (problems.length === 0 ? 'passed' : 'FAILED') },
];

/** Per destination, for instance `platform-hook 3`. */
const messagesText = (messages: Result['messages']): string =>
  Object.entries(messages)
    .map(([destination, count]) => `${destination} ${String(count)}`)
    .join(', ');

/** Every result in some lines of the table, one below the other. */
export function tableOf(results: readonly Result[]): string {
  const head = lineOf(COLUMNS.map(({ title, width }) => title.padEnd(width)));
  const rule = lineOf(COLUMNS.map(({ width }) => '-'.repeat(width)));
  return `${head}${rule}${results.map(linesOf).join('')}`;
}

function linesOf(result: Result): string {
  const cells = COLUMNS.map(({ width, cell }) => ({ width, lines: wrap(cell(result), width) }));
  const height = Math.max(...cells.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, index) =>
    lineOf(cells.map(({ width, lines }) => (lines[index] ?? '').padEnd(width))),
  ).join('');
}

const lineOf = (cells: readonly string[]): string => `${cells.join('  ').trimEnd()}\n`;

/** Lines of at most so many characters; a longer word is cut. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((each) => pieces(each, width))) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

const pieces = (word: string, width: number): readonly string[] =>
  word.length <= width ? [word] : [word.slice(0, width), ...pieces(word.slice(width), width)];

/** One line while the run goes on. */
export const progressOf = ({ id, name, problems, seconds }: Result): string =>
  `${problems.length === 0 ? 'passed' : 'FAILED'}  ${id.padEnd(3)} ${name.slice(0, 90)}  (${seconds.toFixed(1)} s)\n` +
  problems.map((problem) => `            ${problem}\n`).join('');

export const notApplicableText = (list: readonly NotApplicable[]): string =>
  list.map(({ id, name, reason }) => `not applicable yet  ${id.padEnd(3)} ${name}: ${reason}\n`).join('');

/** The last lines. */
export const closingLines = (results: readonly Result[], notYet: number): string => {
  const failed = results.filter(({ problems }) => problems.length > 0).length;
  return `\n${String(notYet)} not applicable yet\n${String(results.length - failed)} passed, ${String(failed)} failed\n`;
};
