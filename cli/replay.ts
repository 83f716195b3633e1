/**
 * `rolecall replay`: what would have rung? Runs old log files through the deployed rules and the code behind them.
 * Sends nothing and writes nothing but its report.
 */
import { createReadStream } from 'node:fs';
import { problemText } from '../lib/config/configuration-problem.ts';
import { decodeConfiguration } from '../lib/config/decode-configuration.ts';
import { type Clock, systemClock } from '../lib/kernel/clock.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { envelopeOf } from './read-log-envelope.ts';
import { listLogPaths } from './read-log-paths.ts';
import { type ByteStream, LOG_LIMITS, type LogLimits, readLogStream } from './read-log-stream.ts';
import { createJoiner } from './replay-joins.ts';
import { type JsonObject, textAt } from '../lib/kernel/json.ts';
import { type Judge, judgeByPolicy, judgeEveryRole } from './replay-judge.ts';
import { lineOf, type ReplayLine } from './replay-line.ts';
import { createTableReport, jsonReport, type ReplaySummary } from './replay-report.ts';
import { countRoles } from './replay-roles.ts';

export interface ReplayOptions {
  /** Files and folders; `-`, or none at all, is the standard input. */
  readonly paths: readonly string[];
  /** Text of `rolecall.yml`. Needed unless `everyRole` is set. */
  readonly configurationText?: string | undefined;
  /** Counts every role of every account that recorded an event as designated. */
  readonly everyRole: boolean;
  /** Name of Rolecall's own stack: what is done to its resources is done to Rolecall. Unknown unless given. */
  readonly ownStack?: string;
  /** One line of JSON per record instead of the table. */
  readonly json: boolean;
  /** Takes the report. Waited for, so that a slow reader does not pile it up in memory. */
  readonly write: (text: string) => void | Promise<void>;
  /** Takes the problems, one line each. */
  readonly writeError: (text: string) => void;
  /** Shows one line in place of the last; an empty one takes it away. Give it on a terminal only. */
  readonly progress?: ((text: string) => void) | undefined;
  readonly stdin: ByteStream;
  readonly clock?: Clock;
  readonly limits?: LogLimits;
}

/** Answers the exit code: 0, 1 when something of the input could not be read, 2 when the configuration is wrong. */
export const replay = async (options: ReplayOptions): Promise<number> => {
  const judging = judgingFor(options);
  if (judging === undefined) return 2;
  const clock = options.clock ?? systemClock;
  const began = clock.now().getTime();
  const counts = await replayAll(options, judging);
  const { roles, report, ...rest } = counts;
  const seconds = (clock.now().getTime() - began) / 1000;
  options.progress?.('');
  await options.write(report.end({ ...rest, seconds }, roles?.list()));
  return rest.problems > 0 ? 1 : 0;
};

interface Judging {
  readonly judge: Judge;
  /** Where the rules listen; everywhere when absent. */
  readonly regions?: readonly string[];
}

const judgingFor = (options: ReplayOptions): Judging | undefined => {
  const { everyRole, configurationText, writeError, ownStack } = options;
  if (everyRole) return { judge: judgeEveryRole(ownStack) };
  if (configurationText === undefined) {
    writeError('There is no rolecall.yml to replay with. Name one with --config, or use --every-role.\n');
    return undefined;
  }
  // A replay reads no secret, so those of the laptop are as good as any.
  const decoded = decodeConfiguration(configurationText, { allowEnvSecrets: true });
  if (decoded.ok) {
    const { policy } = decoded.value;
    return { judge: judgeByPolicy(policy, ownStack), regions: policy.regions };
  }
  for (const problem of decoded.error) writeError(`rolecall.yml: ${escapeTerminal(problemText(problem))}\n`);
  return undefined;
};

type Counts = { -readonly [K in keyof Omit<ReplaySummary, 'seconds' | 'notCovered'>]: number };

const replayAll = async (options: ReplayOptions, { judge, regions }: Judging) => {
  const report = options.json ? jsonReport : createTableReport();
  const roles = options.everyRole ? countRoles() : undefined;
  const joiner = createJoiner();
  const counts: Counts = {
    records: 0,
    matched: 0,
    accesses: 0,
    doors: 0,
    doorsRinging: 0,
    joined: 0,
    ignored: 0,
    unreadable: 0,
    problems: 0,
  };
  const notCovered = new Map<string, number>();
  const print = async (lines: readonly ReplayLine[]): Promise<void> => {
    for (const line of lines) {
      countLine(counts, line);
      roles?.add(line);
      const text = report.line(line);
      if (text !== '') await options.write(text);
    }
  };
  for await (const { name, piece } of readInputs(options)) {
    if (piece.kind === 'problem') {
      counts.problems += 1;
      options.writeError(`${escapeTerminal(name)}${lineText(piece.line)}: ${escapeTerminal(piece.reason)}\n`);
      continue;
    }
    const envelope = envelopeOf(piece.value);
    if (envelope === 'digest') continue;
    counts.records += 1;
    if (counts.records % 5000 === 0) {
      options.progress?.(`${String(counts.records)} records, ${escapeTerminal(name)}`);
    }
    if (envelope === undefined) {
      counts.problems += 1;
      options.writeError(`${escapeTerminal(name)}${lineText(piece.line)}: is no CloudTrail record\n`);
      continue;
    }
    const judgement = judge(envelope);
    if (judgement === undefined) continue;
    const line = lineOf(judgement, envelope);
    const unheard = wouldRing(line) ? regionWithoutRule(envelope, regions) : undefined;
    if (unheard !== undefined) notCovered.set(unheard, (notCovered.get(unheard) ?? 0) + 1);
    await print(joiner.add(unheard === undefined ? line : markUnheard(line, unheard), judgement));
  }
  await print(joiner.end());
  return { ...counts, notCovered: Object.fromEntries(notCovered), report, roles };
};

const wouldRing = ({ verdict, door }: ReplayLine): boolean =>
  verdict === 'access' || (door !== undefined && door.weight !== 'recorded');

/** The Region of a record when no rule listens there; old records call us-east-1 `global`. */
const regionWithoutRule = (
  envelope: JsonObject,
  regions: readonly string[] | undefined,
): string | undefined => {
  const region = textAt(envelope, 'region');
  const heard = region === undefined || region === 'global' || regions?.includes(region) !== false;
  return heard ? undefined : region;
};

const markUnheard = (line: ReplayLine, region: string): ReplayLine => ({
  ...line,
  reason: `${line.reason} It was recorded in ${region}, where no rule listens.`,
});

const lineText = (line: number): string => (line === 0 ? '' : `:${String(line)}`);

const countLine = (counts: Counts, line: ReplayLine): void => {
  counts.matched += 1;
  if (line.verdict === 'ignored') counts.ignored += 1;
  else if (line.verdict === 'unreadable') counts.unreadable += 1;
  else if (line.verdict === 'door') countDoor(counts, line);
  else counts.accesses += 1;
  if (line.joinedTo !== undefined && line.eventName === 'SwitchRole') counts.joined += 1;
};

const countDoor = (counts: Counts, { door }: ReplayLine): void => {
  counts.doors += 1;
  if (door?.weight !== 'recorded') counts.doorsRinging += 1;
};

/** Every piece of every input, one input after the other. */
async function* readInputs({ paths, stdin, limits = LOG_LIMITS }: ReplayOptions) {
  for (const path of paths.length === 0 ? ['-'] : paths) {
    if (path === '-') {
      for await (const piece of readLogStream(stdin, limits)) yield { name: 'standard input', piece };
      continue;
    }
    for await (const found of listLogPaths(path)) {
      if (found.kind === 'missing') {
        yield { name: found.path, piece: { kind: 'problem' as const, reason: found.reason, line: 0 } };
        continue;
      }
      const bytes = createReadStream(found.path, { highWaterMark: 256 * 1024 });
      for await (const piece of readLogStream(bytes, limits)) yield { name: found.path, piece };
    }
  }
}
