/** The laptop edition itself: 51, killed with a full outbox, and on a disk that is full. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseJson, textAt } from '../../lib/kernel/json.ts';
import { pause, until } from '../act.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import type { Access } from '../fault-records.ts';
import { readAllItems } from '../read-table.ts';
import type { Stage } from '../stage.ts';

interface Running {
  readonly child: ChildProcess;
  readonly standIns: string;
  readonly inbox: string;
  readonly database: string;
  readonly table: string;
}

/** Another laptop with the stage's functions and policy, in a process of its own. */
async function runLaptop(stage: Stage, dataDirectory: string): Promise<Running> {
  const { root, packaged } = stage.options;
  const options = { root, packaged, dataDirectory, ports: { page: 0, inbox: 0 } };
  const script = join(root, 'faults/laptop-process.mjs');
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until('the other laptop runs', () => said.includes('\n'), 40);
  const urls = parseJson(said.split('\n')[0] ?? '');
  const at = (name: string): string => textAt(urls, name) ?? '';
  return {
    child,
    standIns: at('standIns'),
    inbox: at('inbox'),
    database: at('database'),
    table: at('table'),
  };
}

async function killLaptop({ child }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const ringAt = ({ standIns }: Running, { record }: Access): Promise<boolean> =>
  fetch(`${standIns}/ring`, { method: 'POST', body: JSON.stringify({ event: record }) }).then(
    ({ ok }) => ok,
    () => false,
  );

const orderFailure = ({ inbox }: Running, order: object): Promise<Response> =>
  fetch(`${inbox}/control/failures`, { method: 'POST', body: JSON.stringify(order) });

async function settledAt(running: Running, accesses: readonly Access[]): Promise<boolean> {
  const items = await readAllItems({ endpointUrl: running.database, tableName: running.table }).catch(
    () => [],
  );
  return accesses.every(({ accessId }) =>
    items.some(
      (item) => item['pk'] === `access#${accessId}` && item['state'] === 'sent' && 'destinationId' in item,
    ),
  );
}

/** How often each access arrived, by the lines its vendor keeps. */
async function copiesAt(running: Running, accesses: readonly Access[]): Promise<readonly number[]> {
  const messages = parseJson(await (await fetch(`${running.inbox}/messages`)).text());
  const texts = (Array.isArray(messages) ? messages : [])
    .filter((message) => textAt(message, 'verdict', 'outcome') === 'accepted')
    .map((message) => JSON.stringify(message));
  return accesses.map(({ accessId }) => texts.filter((text) => text.includes(accessId)).length);
}

export const laptopCases: readonly FaultCase[] = [
  {
    id: '51',
    name: 'the laptop is killed with a full outbox and started again',
    expected: 'everything accepted is there and told once',
    stage: 'slow',
    run: async (stage) => {
      const { problems, check } = checks();
      const folder = await mkdtemp(join(tmpdir(), 'rolecall-killed-'));
      const first = await runLaptop(stage, folder);
      await orderFailure(first, { vendor: 'webhook-receiver', plan: [{ status: 503 }], every: 1 });
      const accesses = Array.from({ length: 8 }, () => stage.access({ role: 'prod-hook' }));
      for (const access of accesses) check(await ringAt(first, access), 'the laptop refused a record');
      await pause(1200);
      await killLaptop(first);
      const second = await runLaptop(stage, folder);
      await until('all are told', () => settledAt(second, accesses), 150);
      const copies = await copiesAt(second, accesses);
      check(
        copies.every((count) => count === 1),
        `arrived ${copies.join(', ')} times`,
      );
      await killLaptop(second);
      await rm(folder, { recursive: true, force: true });
      return { seen: `8 accepted, arrived ${copies.join(', ')}`, accesses: [], problems };
    },
  },
  {
    id: '51b',
    name: 'the disk of the laptop is full',
    expected: 'nothing is accepted that cannot be kept; all of it is told once there is room again',
    stage: 'slow',
    run: async (stage) => {
      const { problems, check } = checks();
      const disk = await smallDisk();
      if (disk === undefined) return NO_SMALL_DISK;
      let running = await runLaptop(stage, join(disk.folder, 'data'));
      try {
        const before = stage.access({ role: 'prod-hook' });
        check(await ringAt(running, before), 'refused although there was room');
        await until('the first is told', () => settledAt(running, [before]), 60);
        const ballast = join(disk.folder, 'ballast');
        await fillDisk(ballast);
        const during = Array.from({ length: 5 }, () => stage.access({ role: 'prod-hook' }));
        const accepted: Access[] = [];
        for (const access of during) if (await ringAt(running, access)) accepted.push(access);
        await pause(1000);
        await rm(ballast);
        await killLaptop(running);
        running = await runLaptop(stage, join(disk.folder, 'data'));
        await until('all that was accepted is told', () => settledAt(running, [before, ...accepted]), 150);
        const after = stage.access({ role: 'prod-hook' });
        check(await ringAt(running, after), 'refuses although there is room again');
        await until('the next is told', () => settledAt(running, [after]), 60);
        const copies = await copiesAt(running, [before, ...accepted, after]);
        check(
          copies.every((count) => count === 1),
          `arrived ${copies.join(', ')} times`,
        );
        const seen = `${String(accepted.length)} of 5 accepted on a full disk; told once each`;
        return { seen, accesses: [], problems };
      } finally {
        await killLaptop(running);
        await disk.remove();
      }
    },
  },
];

const NO_SMALL_DISK = {
  seen: 'left out: only root can mount a small disk here',
  accesses: [],
} as const;

const run = promisify(execFile);

/** A file system of a few megabytes; `undefined` where nobody lets us make one. */
async function smallDisk(): Promise<
  { readonly folder: string; readonly remove: () => Promise<void> } | undefined
> {
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-small-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', folder]);
  } catch {
    await rm(folder, { recursive: true, force: true });
    return undefined;
  }
  return {
    folder,
    remove: async () => {
      // Whoever has just been killed may hold a file for a moment.
      await pause(300);
      await run('umount', ['-l', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes until nothing fits any more. */
async function fillDisk(file: string): Promise<void> {
  for (const size of [2 ** 20, 2 ** 12, 1]) {
    for (;;) {
      const before = await stat(file).then(
        ({ size: bytes }) => bytes,
        () => 0,
      );
      const full = await writeFile(file, Buffer.alloc(size), { flag: 'a' }).then(
        () => false,
        () => true,
      );
      const after = await stat(file).then(
        ({ size: bytes }) => bytes,
        () => 0,
      );
      if (full || after === before) break;
    }
  }
}
