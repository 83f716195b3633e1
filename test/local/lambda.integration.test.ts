/** One function as Lambda runs it: what became of a process that died must not become the next caller's trouble. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../lib/kernel/clock.ts';
import { createLambda, type Failed, type LambdaFunction } from '../../local/lambda.ts';
import { eventually } from './fixtures/eventually.ts';
import { projectRoot } from './fixtures/make-stack.ts';

const HANDLER = `exports.handler = async ({ does }) => {
  if (does === 'hang') await new Promise(() => setTimeout(() => undefined, 1e9));
  if (does === 'throw') throw new RangeError('out of range');
  if (does === 'die') process.exit(1);
  if (does === 'wait') await new Promise((resolve) => setTimeout(resolve, 50));
  return process.pid;
};`;

let folder: string;
let lambda: LambdaFunction;
let failures: Failed[];

const open = (timeoutSeconds = 20): LambdaFunction =>
  createLambda({
    name: 'history',
    taskRoot: folder,
    childFile: join(projectRoot, 'local/lambda-child.cjs'),
    variables: { LAMBDA_TASK_ROOT: folder, _HANDLER: 'index.handler', PATH: process.env['PATH'] ?? '' },
    timeoutSeconds,
    maximumEnvironments: 2,
    clock: systemClock,
    log: () => undefined,
    clockOffsetMs: () => 0,
    failed: (failure) => void failures.push(failure),
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-'));
  await writeFile(join(folder, 'index.js'), HANDLER);
  failures = [];
});

afterEach(async () => {
  await lambda.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (does: string) => lambda.invoke({ does });

test('whoever comes right after one that took too long gets a process of their own', async () => {
  lambda = open(4);
  expect(await ask('answer')).toMatchObject({ ok: true });
  expect(await ask('hang')).toMatchObject({ ok: false, errorType: 'Sandbox.Timedout' });
  // At once: the process that was killed is still there for a moment.
  const [next, another] = await Promise.all([ask('wait'), ask('wait')]);
  expect([next, another]).toMatchObject([{ ok: true }, { ok: true }]);
});

test('a process that was killed while nobody used it is not asked again', async () => {
  lambda = open();
  await Promise.all([ask('wait'), ask('wait')]);
  lambda.kill();
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask('answer')));
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true, true, true]);
  expect(failures).toEqual([]);
});

test('nor is one that somebody else killed, even before that is known', async () => {
  lambda = open();
  await Promise.all([ask('wait'), ask('wait')]);
  const before = lambda.pids();
  expect(before).toHaveLength(2);
  for (const pid of before) process.kill(pid, 'SIGKILL');
  const answers = await Promise.all([ask('answer'), ask('answer'), ask('answer')]);
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
  await eventually('only the new ones are left', () => lambda.pids().every((pid) => !before.includes(pid)));
  expect(failures).toEqual([]);
});

test('a burst waits for its turn: everybody is answered, by no more processes than there may be', async () => {
  lambda = open();
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask('answer')));
  expect(answers.every(({ ok }) => ok)).toBe(true);
  expect(new Set(answers.map((one) => (one.ok ? one.value : 0))).size).toBeLessThanOrEqual(2);
});

test('what fails is said with the error of the function, once', async () => {
  lambda = open();
  await ask('throw');
  await ask('die');
  expect(failures).toEqual([
    { ok: false, errorType: 'RangeError', errorMessage: 'out of range' },
    { ok: false, errorType: 'Runtime.ExitError', errorMessage: 'the process of the function ended' },
  ]);
  const hanging = ask('hang');
  await lambda.close();
  expect(await hanging).toMatchObject({ ok: false });
  expect(failures).toHaveLength(2);
});
