/** What `rolecall replay` prints: a table for people, or one line of JSON per record. */
import { escapeTerminal, jsonForTerminal } from './escape-terminal.ts';
import type { ReplayLine } from './replay-line.ts';
import { onlyServices, type SeenRole } from './replay-roles.ts';

export interface ReplaySummary {
  /** Records read. */
  readonly records: number;
  /** Records that a rule let through. */
  readonly matched: number;
  /** Lines with the verdict `access`. */
  readonly accesses: number;
  /** Lines with the verdict `door`, and those of them that would have rung. */
  readonly doors: number;
  readonly doorsRinging: number;
  /** Accesses that are the sign-in half of another one, and would not have rung by themselves. */
  readonly joined: number;
  readonly ignored: number;
  readonly unreadable: number;
  /** Accesses and ringing doors by Region, where no rule of this configuration listens: only in theory would they have rung. */
  readonly notCovered: Readonly<Record<string, number>>;
  /** Files and records that could not be read; each was named. */
  readonly problems: number;
  readonly seconds: number;
}

export interface ReplayReport {
  line(line: ReplayLine): string;
  end(summary: ReplaySummary, roles: readonly SeenRole[] | undefined): string;
}

export const jsonReport: ReplayReport = {
  line: (line) => `${jsonForTerminal(line)}\n`,
  end: (summary, roles) => `${jsonForTerminal(roles === undefined ? summary : { ...summary, roles })}\n`,
};

type Column = readonly [title: string, width: number];

const COLUMNS: readonly Column[] = [
  ['TIME (UTC)', 19],
  ['OUTCOME', 10],
  ['ACCOUNT', 12],
  ['ROLE', 36],
  ['CALLER', 44],
  ['MFA', 12],
  ['TOLD', 30],
];

/** The table; what is ignored is only counted, under its reason. */
export const createTableReport = (): ReplayReport => {
  let rows = 0;
  const ignored = new Map<string, number>();
  return {
    line(line) {
      if (line.verdict === 'ignored') {
        ignored.set(line.reason, (ignored.get(line.reason) ?? 0) + 1);
        return '';
      }
      if (line.door?.weight === 'recorded') return '';
      rows += 1;
      return (rows === 1 ? row(COLUMNS.map(([title]) => title)) : '') + row(cellsOf(line)) + noteOf(line);
    },
    end: (summary, roles) =>
      [rows === 0 ? 'Nothing would have rung.\n' : '', ...countsOf(summary, ignored), rolesText(roles)].join(
        '',
      ),
  };
};

const row = (cells: readonly string[]): string =>
  `${COLUMNS.map(([, width], index) => fitted(cells[index] ?? '', width))
    .join('  ')
    .trimEnd()}\n`;

const fitted = (cell: string, width: number): string => {
  const characters = Array.from(escapeTerminal(cell));
  return characters.length <= width
    ? characters.join('').padEnd(width)
    : `${characters.slice(0, width - 1).join('')}…`;
};

const cellsOf = (line: ReplayLine): readonly string[] => [
  (line.time ?? '').slice(0, 19).replace('T', ' '),
  line.verdict === 'unreadable' ? 'unreadable' : (line.outcome ?? ''),
  line.role?.account ?? line.door?.account ?? '',
  line.role?.name ?? (line.door === undefined ? '(not named)' : `door: ${line.door.kind}`),
  line.caller === null ? '' : `${line.caller.label} (${line.caller.certainty})`,
  line.mfa ?? '',
  [line.owner ?? '', ...line.destinations].join(' '),
];

const noteOf = (line: ReplayLine): string => {
  const isHalf = line.eventName === 'SwitchRole';
  const note = line.door?.explanation ?? (line.verdict === 'unreadable' || isHalf ? line.reason : undefined);
  return note === undefined ? '' : `    ${escapeTerminal(note)}\n`;
};

const countsOf = (summary: ReplaySummary, ignored: ReadonlyMap<string, number>): readonly string[] => [
  `\n${count(summary.records, 'record')} read, ${String(summary.matched)} matched by a rule: `,
  `${count(summary.accesses - summary.joined, 'access', 'accesses')}${summary.doorsRinging === 0 ? '' : ` and ${count(summary.doorsRinging, 'door')}`} would have rung, `,
  summary.doors === summary.doorsRinging
    ? ''
    : `${count(summary.doors - summary.doorsRinging, 'door')} recorded and not told, `,
  `${String(summary.unreadable)} unreadable, ${String(summary.ignored)} ignored `,
  `(${summary.seconds.toFixed(1)} s).\n`,
  ...Object.entries(summary.notCovered).map(
    ([region, accesses]) =>
      `${count(accesses, 'event')} recorded in ${escapeTerminal(region)}, where no rule listens: nobody would have been told.\n`,
  ),
  summary.joined === 0 ? '' : `${count(summary.joined, 'sign-in half', 'sign-in halves')} joined.\n`,
  ...[...ignored].map(([reason, times]) => `  ${String(times)} ignored: ${reason}\n`),
  summary.problems === 0 ? '' : `${count(summary.problems, 'problem')} with the input, named above.\n`,
];

const count = (number: number, one: string, many = `${one}s`): string =>
  `${String(number)} ${number === 1 ? one : many}`;

const rolesText = (roles: readonly SeenRole[] | undefined): string => {
  if (roles === undefined || roles.length === 0) return '';
  return `\nRoles that were entered. Copy the ones that matter into rolecall.yml:\n\nroles:\n${roles.map(roleText).join('')}`;
};

/** A role that only AWS services take is commented out: announcing those tells nobody anything. */
const roleText = (role: SeenRole): string => {
  const entry = `- {arn: ${quoted(role.arn)}, name: ${quoted(role.name)}}`;
  const times = `${count(role.entries, 'entry', 'entries')}${role.denied === 0 ? '' : `, ${String(role.denied)} denied`}`;
  const callers = `${role.callers.map(escapeTerminal).join(', ')}${role.moreCallers ? ', ...' : ''}`;
  return `  ${onlyServices(role) ? '# ' : ''}${entry}  # ${times}: ${callers}\n`;
};

/** YAML's single quotes know one escape only: a quote is written twice. */
const quoted = (text: string): string => `'${escapeTerminal(text).replaceAll("'", "''")}'`;
