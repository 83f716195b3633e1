/** The doctor's findings on a terminal. */
import type { Counts } from '../lib/usecases/examine/doctor-report.ts';
import type { Finding, FindingState } from '../lib/usecases/examine/finding.ts';
import { escapeTerminal } from './escape-terminal.ts';

const MARKS: Readonly<Record<FindingState, string>> = { ok: '✓', warning: '!', broken: '✗', unknown: '?' };

/** Subjects are written under each other; a longer one goes its own way. */
const WIDTH = 40;

/** One line per finding, and below those that are not in order what to do. */
export const findingLines = (findings: readonly Finding[]): string => findings.map(lineOf).join('');

const lineOf = ({ state, subject, sentence, mend, command }: Finding): string => {
  const about = escapeTerminal(subject);
  const gap = ' '.repeat(Math.max(1, WIDTH - about.length));
  return [
    `${MARKS[state]} ${about}${gap}${escapeTerminal(sentence)}\n`,
    ...(state === 'ok' || mend === undefined ? [] : [`    ${escapeTerminal(mend)}\n`]),
    ...(state === 'ok' || command === undefined ? [] : [`    $ ${escapeTerminal(command)}\n`]),
  ].join('');
};

/** "31 ok, 2 warnings, 1 broken, 3 unknown". */
export const countLine = ({ ok, warning, broken, unknown }: Counts): string =>
  `${String(ok)} ok, ${String(warning)} ${warning === 1 ? 'warning' : 'warnings'}, ${String(broken)} broken, ${String(unknown)} unknown\n`;
