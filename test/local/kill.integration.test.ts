import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { at, listAt, parseJson, textAt } from '../../lib/kernel/json.ts';
import { callAwsJson } from '../../local/aws-json.ts';
import { assumeRole } from './fixtures/assume-role.ts';
import { eventually } from './fixtures/eventually.ts';
import { type FixtureStack, makeStack } from './fixtures/make-stack.ts';

interface Running {
  readonly child: ChildProcess;
  readonly urls: unknown;
}

async function run(stack: FixtureStack): Promise<Running> {
  const script = join(__dirname, 'fixtures/laptop-process.mjs');
  const child = spawn(process.execPath, [script, JSON.stringify(stack.options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await eventually('the laptop', () => said.includes('\n'), 60);
  return { child, urls: parseJson(said) };
}

async function kill({ child }: Running): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const ring = ({ urls }: Running, event: unknown): Promise<Response> =>
  fetch(`${textAt(urls, 'standIns') ?? ''}/ring`, { method: 'POST', body: JSON.stringify({ event }) });

async function rows({ urls }: Running): Promise<readonly unknown[]> {
  const answer = await callAwsJson({
    endpointUrl: textAt(urls, 'database') ?? '',
    region: 'us-east-1',
    target: 'DynamoDB_20120810.Scan',
    body: { TableName: 'rolecall-laptop-HistoryTable' },
  });
  return listAt(answer, 'Items').map((item) => at(item, 'pk', 'S'));
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a laptop that is killed without warning', () => {
  it('leaves no function behind, and the next start has everything it had accepted', async () => {
    const stack = await makeStack();
    const first = await run(stack);
    await ring(first, assumeRole({ eventID: 'seen' }));
    await eventually('the first row', async () => (await rows(first)).includes('seen'));
    for (let index = 0; index < 20; index += 1)
      await ring(first, assumeRole({ eventID: `e-${String(index)}` }));
    await kill(first);
    const [pid] = listAt(first.urls, 'functions');
    expect(pid).toEqual(expect.any(Number));
    await eventually('the functions end', () => !isAlive(Number(pid)));

    const second = await run(stack);
    await eventually('all rows', async () => (await rows(second)).length === 21);
    expect(await rows(second)).toContain('seen');
    await kill(second);
    await stack.remove();
  });
});
