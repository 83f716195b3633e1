/** A short fixed set of the fault suite: `npm run faults` runs all of it. */
import { join } from 'node:path';
import { main as rolecallMain } from '../cli/main.ts';
import { CASES } from '../faults/cases/index.ts';
import { NOT_YET } from '../faults/cases/later.ts';
import type { FaultCase, Result } from '../faults/fault-case.ts';
import { closingLines, tableOf } from '../faults/report.ts';
import { runCases } from '../faults/run-cases.ts';
import type { Rolecall } from '../faults/stage.ts';
import { packageCached } from '../infra/package-cached.mjs';

const ROOT = join(__dirname, '..');
const QUICK = CASES.filter(({ quick }) => quick === true);

const rolecall: Rolecall = async (root, args) => {
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  const code = await rolecallMain({
    ...{ root, args, write, stdin: process.stdin, terminal: false },
    writeError: write,
  });
  return { code, text };
};

/** Two laptops are enough, and start faster than five. */
const onTwoLaptops = (each: FaultCase, index: number): FaultCase => ({
  ...each,
  stage: index % 2 === 0 ? 'main' : 'kills',
});

describe('The fault suite', () => {
  let results: readonly Result[];

  beforeAll(async () => {
    const packaged = await packageCached({ root: ROOT, write: () => undefined });
    const parts = { root: ROOT, packaged, rolecall, done: () => undefined };
    results = await runCases(QUICK.map(onTwoLaptops), parts);
  }, 180_000);

  it.each(QUICK.map(({ id, name }) => [id, name]))('%s: %s', (id) => {
    const { problems } = results.find((result) => result.id === id) ?? { problems: ['did not run'] };
    expect(problems).toEqual([]);
  });

  it('names every fault of the list, those of later work with the reason', () => {
    const known = [...CASES, ...NOT_YET].map(({ id }) => Number.parseInt(id, 10));
    const missing = Array.from({ length: 52 }, (_, index) => index + 1).filter(
      (number) => !known.includes(number),
    );
    expect(missing).toEqual([]);
    expect(NOT_YET.filter(({ reason }) => reason === '')).toEqual([]);
  });

  it('says in its last line how many passed and how many failed', () => {
    const failing = results.map((result, index) =>
      index === 0 ? { ...result, problems: ['lost'] } : result,
    );
    expect(closingLines(failing, 2)).toBe(`\n2 not applicable yet\n${results.length - 1} passed, 1 failed\n`);
    expect(tableOf(failing)).toContain('FAILED');
  });
});
