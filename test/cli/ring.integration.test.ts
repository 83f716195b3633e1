import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HELP, main } from '../../cli/main.ts';
import { startLaptop } from '../../local/run.ts';
import { assumeRole } from '../local/fixtures/assume-role.ts';
import { makeStack } from '../local/fixtures/make-stack.ts';
import { seen } from '../support/seen.ts';

async function* nothing(): AsyncGenerator<Uint8Array> {}

const command = async (root: string, ...args: readonly string[]) => {
  let out = '';
  let error = '';
  const code = await main({
    root,
    args,
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      error += text;
    },
    stdin: nothing(),
    terminal: false,
  });
  return { code, out, error };
};

describe('the command line', () => {
  it('helps, and refuses what it does not know', async () => {
    expect(await command('/nowhere')).toEqual({ code: 0, out: HELP, error: '' });
    expect(await command('/nowhere', 'help')).toMatchObject({ code: 0, out: HELP });
    const unknown = await command('/nowhere', 'constructor\u001b[31m');
    expect(unknown).toMatchObject({ code: 2, out: '' });
    expect(unknown.error).toContain('constructor\\u{1b}[31m');
    expect(await command('/nowhere', 'ring', '--nonsense')).toMatchObject({ code: 2 });
    for (const name of ['ring', 'replay', 'check']) {
      expect(await command('/nowhere', name, '--help')).toEqual({ code: 0, out: HELP, error: '' });
    }
    expect(await command('/nowhere', 'ring')).toMatchObject({ code: 2, error: HELP });
    expect(await command('/nowhere', 'ring', 'a', '--times', '0')).toMatchObject({ code: 2, error: HELP });
  });

  it('says what to do when no laptop runs', async () => {
    const { code, error } = await command('/nowhere', 'ring', 'events');
    expect(code).toBe(2);
    expect(error).toContain('npm start');
  });

  it('rings the running laptop and names what it could not use', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ring-'));
    const stack = await makeStack();
    const laptop = await startLaptop({ ...stack.options, dataDirectory: join(folder, '.rolecall') });
    await laptop.caughtUp;
    await writeFile(join(folder, 'entry.json'), JSON.stringify(assumeRole()));
    await writeFile(join(folder, 'entry.expect.json'), '{}');
    await writeFile(
      join(folder, 'other.json'),
      JSON.stringify(assumeRole({ eventName: 'GetCallerIdentity' })),
    );
    await writeFile(join(folder, 'broken.json'), '[');

    const other = await command(folder, 'ring', join(folder, 'other.json'));
    expect(other).toMatchObject({ code: 0, error: '' });
    expect(other.out).toContain('No rule let it through');
    const twice = await command(folder, 'ring', join(folder, 'other.json'), '--times', '2');
    expect(twice.out.match(/No rule/g)).toHaveLength(2);
    const broken = await command(folder, 'ring', join(folder, 'broken.json'), join(folder, 'missing'));
    expect(broken.code).toBe(1);
    expect(broken.error).toContain('broken.json is not a JSON object');
    expect(broken.error).toContain('missing does not exist');
    // Rung again until one was recorded before the command had waited enough.
    await seen(() => command(folder, 'ring', join(folder, 'entry.json'))).toMatchObject({
      code: 0,
      error: '',
      out: expect.stringContaining('/?access=111122223333.'),
    });

    await laptop.stop();
    await stack.remove();
    await rm(folder, { recursive: true, force: true });
  });
});
