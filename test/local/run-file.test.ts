import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../lib/kernel/clock.ts';
import { findRun, publishRun, releaseRun, reserveRun } from '../../local/run-file.ts';
import { closeServer, listen } from '../../local/vendors/listen.ts';

describe('the run file', () => {
  let folder: string;
  let file: string;
  let server: Server | undefined;

  const answerAs = async (id: string): Promise<string> => {
    server = createServer((_request, response) => response.end(JSON.stringify({ id })));
    return `http://127.0.0.1:${String(await listen(server, 0))}`;
  };
  const startedAt = (): string => systemClock.now().toISOString();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'run-'));
    file = join(folder, 'run.json');
  });

  afterEach(async () => {
    if (server !== undefined) await closeServer(server);
    server = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  it('is taken while the run that wrote it answers', async () => {
    const standInsUrl = await answerAs('first');
    await publishRun(file, { id: 'first', pid: 1, standInsUrl, startedAt: startedAt() });
    expect(await reserveRun(file, systemClock)).toMatchObject({ kind: 'taken', run: { id: 'first' } });
    expect(await findRun(file)).toMatchObject({ standInsUrl });
    const whole = {
      id: 'first',
      pid: 1,
      standInsUrl,
      pageUrl: 'http://127.0.0.1:1',
      inboxUrl: 'http://127.0.0.1:2',
      region: 'us-east-1',
      databaseUrl: 'http://127.0.0.1:3',
      bucketsUrl: 'http://127.0.0.1:4/s3',
      tableName: 'history',
      archiveBucket: 'archive',
      sealBucket: 'seals',
      startedAt: startedAt(),
    };
    await publishRun(file, whole);
    expect(await findRun(file)).toEqual(whole);
  });

  it('is free again when nobody answers, even if the process number lives on', async () => {
    await publishRun(file, {
      id: 'killed',
      pid: process.pid,
      standInsUrl: 'http://127.0.0.1:9',
      startedAt: startedAt(),
    });
    expect(await findRun(file)).toBeUndefined();
    expect(await reserveRun(file, systemClock)).toMatchObject({ kind: 'reserved' });
  });

  it('is free when somebody else answers at the old address', async () => {
    const standInsUrl = await answerAs('another project');
    await publishRun(file, { id: 'killed', pid: process.pid, standInsUrl, startedAt: startedAt() });
    expect(await reserveRun(file, systemClock)).toMatchObject({ kind: 'reserved' });
  });

  it('is free when a start died half way or the file is broken', async () => {
    await publishRun(file, { id: 'dead', pid: 2 ** 30, startedAt: startedAt() });
    expect(await reserveRun(file, systemClock)).toMatchObject({ kind: 'reserved' });
    await writeFile(file, '{"id":');
    expect(await reserveRun(file, systemClock)).toMatchObject({ kind: 'reserved' });
  });

  it('waits for a start that is under way, then answers its address', async () => {
    const mine = await reserveRun(file, systemClock);
    expect(mine.kind).toBe('reserved');
    const other = reserveRun(file, systemClock);
    const id = mine.kind === 'reserved' ? mine.id : '';
    await publishRun(file, { id, pid: process.pid, standInsUrl: await answerAs(id), startedAt: startedAt() });
    expect(await other).toMatchObject({ kind: 'taken', run: { id } });
  });

  it('lets only one of two starts have it', async () => {
    const both = [reserveRun(file, systemClock), reserveRun(file, systemClock)];
    const first = await Promise.race(both);
    const id = first.kind === 'reserved' ? first.id : '';
    await publishRun(file, { id, pid: process.pid, standInsUrl: await answerAs(id), startedAt: startedAt() });
    expect((await Promise.all(both)).map(({ kind }) => kind).sort()).toEqual(['reserved', 'taken']);
  });

  it('is given back by its own run only', async () => {
    await publishRun(file, { id: 'mine', pid: 1, startedAt: startedAt() });
    await releaseRun(file, 'not mine');
    expect(await readFile(file, 'utf8')).toContain('mine');
    await releaseRun(file, 'mine');
    await expect(readFile(file, 'utf8')).rejects.toThrow();
  });
});
