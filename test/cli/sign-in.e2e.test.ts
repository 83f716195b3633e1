/** Who the terminal is, when the laptop was started anew as somebody else. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHistory, runReview } from '../../cli/review-commands.ts';
import { packageCached } from '../../infra/package-cached.mjs';
import type { Laptop } from '../../local/laptop.ts';
import { startLaptop } from '../../local/run.ts';
import { assumeRole } from '../local/fixtures/assume-role.ts';
import { eventually } from '../local/fixtures/eventually.ts';

const ROOT = join(__dirname, '../..');

let folder: string;
let laptop: Laptop | undefined;
const cacheBefore = process.env['XDG_CACHE_HOME'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolecall-as-'));
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
});
afterAll(async () => {
  await laptop?.stop();
  if (cacheBefore === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = cacheBefore;
  await rm(folder, { recursive: true, force: true });
});

const startAs = async (signInAs: string, page: number): Promise<Laptop> => {
  laptop = await startLaptop({
    root: ROOT,
    dataDirectory: join(folder, '.rolecall'),
    packaged: await packageCached({ root: ROOT, write: () => undefined }),
    ports: { page, inbox: 0 },
    canaryMinutes: 0,
    examines: false,
    signInAs,
    write: () => undefined,
  });
  return laptop;
};

const typed = async (command: typeof runReview, ...args: readonly string[]) => {
  let [out, errors] = ['', ''];
  const code = await command(args, {
    root: folder,
    args,
    write: (text) => void (out += text),
    writeError: (text) => void (errors += text),
    stdin: process.stdin,
    terminal: false,
  });
  return { code, out, errors };
};

const notesOf = async ({ ask }: Laptop, accessId: string): Promise<string> =>
  JSON.stringify(await (await ask(`/api/accesses/${accessId}`)).json());

test('the terminal is whoever the laptop that runs now was started as', async () => {
  const first = await startAs('responder', 0);
  await first.inject(assumeRole());
  const accessId = '111122223333.e-1';
  await eventually('the access is there', async () => (await first.ask(`/api/accesses/${accessId}`)).ok, 60);
  expect(await typed(runReview, 'note', accessId, '--note', 'by a responder')).toMatchObject({ code: 0 });
  expect(await notesOf(first, accessId)).toContain('by a responder');
  const page = Number(new URL(first.urls.page).port);
  await first.stop();

  const second = await startAs('viewer@acme', page);
  expect(second.urls.page).toBe(first.urls.page);
  const refused = await typed(runReview, 'note', accessId, '--note', 'by a viewer');
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(await notesOf(second, accessId)).not.toContain('by a viewer');
  // The address may be written out as well.
  const written = await typed(
    runReview,
    'note',
    accessId,
    '--note',
    'by a viewer',
    '--url',
    otherNameOf(second),
  );
  expect(written).toMatchObject({ code: 2, out: '' });
  expect(await typed(runHistory)).toMatchObject({ code: 0, errors: '' });
});

/** Nobody can tell its run from this address. */
const otherNameOf = ({ urls }: Laptop): string => urls.page.replace('127.0.0.1', 'localhost');
