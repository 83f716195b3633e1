/** `npm run faults`: injects every fault into the running product and tells what happened. */
import { parseArgs } from 'node:util';
import type { PackagedFunctions } from '../local/assemble-laptop.ts';
import { CASES, inOrder } from './cases/index.ts';
import { NOT_YET } from './cases/later.ts';
import type { FaultCase, Result } from './fault-case.ts';
import { runRandomly } from './random-mode.ts';
import { closingLines, notApplicableText, progressOf, tableOf } from './report.ts';
import { runCases } from './run-cases.ts';
import type { Rolecall } from './stage.ts';

export interface FaultsOptions {
  readonly root: string;
  readonly packaged: PackagedFunctions;
  readonly args: readonly string[];
  readonly write: (text: string) => void;
  readonly rolecall: Rolecall;
  /** Runs so many random schedules of the use cases; answers what it said when something was wrong. */
  readonly runSchedules: (count: number, seed: number) => Promise<string | undefined>;
  /** A seed, when none is given. */
  readonly freshSeed: () => number;
}

export const HELP = `npm run faults -- [options]

  Runs the product on this machine, injects every fault of the list, and tells what happened. A few minutes.

    --only 7,12,A   these cases
    --list          names them
    --random        mixes faults at random instead, then heals and checks
    --minutes N     how long (10)
    --seed N        for the random parts; printed in any case
    --schedules N   random schedules of the use cases in memory (100000; 0: none)
`;

/** Answers the exit code. */
export async function main(options: FaultsOptions): Promise<number> {
  const { values } = parseArgs({
    args: [...options.args],
    options: {
      only: { type: 'string' },
      list: { type: 'boolean' },
      random: { type: 'boolean' },
      minutes: { type: 'string' },
      seed: { type: 'string' },
      schedules: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const seed = Number(values.seed ?? options.freshSeed());
  if (values.help === true) return say(options, HELP);
  if (values.list === true) return say(options, listing());
  options.write(`Seed ${String(seed)}\n\n`);
  if (values.random === true) {
    return finish(options, [await runRandomly(options, { seed, minutes: Number(values.minutes ?? 10) })]);
  }
  const only = values.only?.split(',').map((id) => id.trim());
  const cases = CASES.filter(({ id }) => only === undefined || only.includes(id));
  const schedules = Number(values.schedules ?? (only === undefined ? 100_000 : 0));
  return finish(options, await runAll(options, { cases, schedules, seed }));
}

function say({ write }: FaultsOptions, text: string): number {
  write(text);
  return 0;
}

interface Work {
  readonly cases: readonly FaultCase[];
  readonly schedules: number;
  readonly seed: number;
}

async function runAll(options: FaultsOptions, { cases, schedules, seed }: Work): Promise<readonly Result[]> {
  const done = (result: Result): void => options.write(progressOf(result));
  // Beside the others: they need nothing but time.
  const scheduled = schedules === 0 ? [] : [inMemory(options, schedules, seed)];
  const results = await runCases(cases, { ...options, done });
  const more = await Promise.all(scheduled);
  more.forEach(done);
  return [...results, ...more];
}

/** The state machines of ledger and grouping, on a virtual clock. */
async function inMemory(options: FaultsOptions, count: number, seed: number): Promise<Result> {
  const started = performance.now();
  const wrong = await options.runSchedules(count, seed);
  return {
    id: 'Z',
    name: `${count.toLocaleString('en-US')} random schedules of crashes, duplicates, expired leases and redeliveries`,
    expected: 'nothing lost, nothing doubled beyond what they explain',
    seen: `seed ${String(seed)}`,
    messages: {},
    rows: 0,
    problems: wrong === undefined ? [] : [wrong],
    seconds: (performance.now() - started) / 1000,
  };
}

function finish({ write }: FaultsOptions, results: readonly Result[]): number {
  const ordered = [...results].sort(inOrder);
  write(`\n${tableOf(ordered)}\n${notApplicableText(NOT_YET)}${closingLines(ordered, NOT_YET.length)}`);
  return results.length > 0 && ordered.every(({ problems }) => problems.length === 0) ? 0 : 1;
}

const listing = (): string =>
  [
    ...CASES.map(({ id, name }) => `${id.padEnd(4)} ${name}\n`),
    ...NOT_YET.map(({ id, name }) => `${id.padEnd(4)} ${name} (not applicable yet)\n`),
  ]
    .sort((one, other) => inOrder({ id: one }, { id: other }))
    .join('');
