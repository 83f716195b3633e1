import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedInFetch, type SigningIn } from '../../cli/sign-in.ts';
import { askIssuer } from '../../cli/sign-in/ask-issuer.ts';
import { byBrowser } from '../../cli/sign-in/by-browser.ts';
import { signInBy, type WayIn } from '../../cli/sign-in/tokens.ts';
import { at } from '../../lib/kernel/json.ts';
import { type Clock, systemClock } from '../../lib/kernel/clock.ts';
import { closeServer, listen } from '../../local/vendors/listen.ts';
import { type SignedStack, signedStack } from '../local/fixtures/signed-stack.ts';
import { PACKAGING_MILLISECONDS } from '../stack/packaged-stack.ts';

let folder: string;
let stack: SignedStack;
let skewMs = 0;
const clock: Clock = { ...systemClock, now: () => new Date(systemClock.now().getTime() + skewMs) };

beforeAll(async () => {
  stack = await signedStack(clock, 'reviewer');
}, PACKAGING_MILLISECONDS);
afterAll(() => stack.stop());
beforeEach(async () => {
  skewMs = 0;
  folder = await mkdtemp(join(tmpdir(), 'sign-in-'));
});
afterEach(() => rm(folder, { recursive: true }));

const cacheFile = (): string => join(folder, 'cache/rolecall/sessions.json');

const options = (more: Partial<SigningIn> = {}): SigningIn => ({
  url: stack.pageUrl,
  cacheFile: cacheFile(),
  run: 'of-today',
  clock,
  write: () => undefined,
  open: () => undefined,
  ...more,
});

const groups = (): unknown =>
  at(stack.events.at(-1), 'requestContext', 'authorizer', 'jwt', 'claims', 'cognito:groups');

const kept = async (): Promise<any> => JSON.parse(await readFile(cacheFile(), 'utf8'))[stack.pageUrl];

describe('the command line at the laptop', () => {
  it('is whoever was chosen at the start, without a question', async () => {
    const said: string[] = [];
    const ask = signedInFetch(
      options({ write: (text) => said.push(text), open: (address) => said.push(address) }),
    );
    expect((await ask('/api/accesses')).status).toBe(200);
    expect(groups()).toBe('[reviewer]');
    expect(said).toEqual([]);
  });

  it('keeps the session for its owner only, and uses it again', async () => {
    await signedInFetch(options())('/api/accesses');
    const { accessToken } = await kept();
    expect((await stat(cacheFile())).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'cache/rolecall'))).mode & 0o777).toBe(0o700);
    await signedInFetch(options())('/api/accesses');
    expect((await kept()).accessToken).toBe(accessToken);
  });

  it('renews what has ended', async () => {
    await signedInFetch(options())('/api/accesses');
    const before = await kept();
    skewMs = 2 * 3600_000;
    expect((await signedInFetch(options())('/api/accesses')).status).toBe(200);
    const after = await kept();
    expect(after.accessToken).not.toBe(before.accessToken);
    expect(after.refreshToken).toBe(before.refreshToken);
  });

  it('is whoever was chosen for the laptop that runs now, not for one before it', async () => {
    const asResponder: WayIn = async (address) => {
      address.searchParams.set('login_hint', 'responder');
      const { headers } = await fetch(address, { redirect: 'manual' });
      return new URL(headers.get('location') ?? '').searchParams;
    };
    const earlier = await signInBy(asResponder, await askIssuer(stack.pageUrl), options());
    const { run: _run, ...unknown } = options();
    await mkdir(join(folder, 'cache/rolecall'), { recursive: true });
    // Restarts keep the key: what the one before gave out is as good as ever.
    for (const [now, group] of [
      [options({ run: 'yesterday' }), '[responder]'],
      [options({ run: 'of-today' }), '[reviewer]'],
      [unknown, '[reviewer]'],
    ] as const) {
      const keptThen = { [stack.pageUrl]: { ...earlier, run: 'yesterday' } };
      await writeFile(cacheFile(), JSON.stringify(keptThen));
      await signedInFetch(now)('/api/accesses');
      expect(groups()).toBe(group);
    }
    // Nor does a laptop whose run is not known take up what nobody can tell the run of.
    await writeFile(cacheFile(), JSON.stringify({ [stack.pageUrl]: earlier }));
    await signedInFetch(unknown)('/api/accesses');
    expect(groups()).toBe('[reviewer]');
  });

  it('signs in anew when its token is not taken any more', async () => {
    const ask = signedInFetch(options());
    await ask('/api/accesses');
    await writeFile(
      cacheFile(),
      JSON.stringify({ [stack.pageUrl]: { ...(await kept()), accessToken: 'a.b.c', refreshToken: 'gone' } }),
    );
    expect((await ask('/api/accesses')).status).toBe(200);
  });

  it('signs in anew when nobody can read what was kept', async () => {
    await signedInFetch(options())('/api/accesses');
    await writeFile(cacheFile(), '{"half');
    expect((await signedInFetch(options())('/api/accesses')).status).toBe(200);
  });
});

describe('the command line with a browser', () => {
  let freePort = 0;
  beforeEach(async () => {
    const server = createServer();
    freePort = await listen(server, 0);
    await closeServer(server);
  });
  const come = async (address: string): Promise<void> => {
    const back = await fetch(`${address}&login_hint=viewer`, { redirect: 'manual' });
    const location = new URL(back.headers.get('location') ?? '');
    location.host = `127.0.0.1:${freePort}`;
    const foreign = new URL(location);
    foreign.searchParams.set('state', 'of another');
    expect((await fetch(foreign)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${freePort}/`)).status).toBe(404);
    expect(await (await fetch(location)).text()).toContain('can be closed');
  };

  it('opens it, says where, and takes only the answer to its own question', async () => {
    const said: string[] = [];
    const known = await askIssuer(stack.pageUrl);
    const tokens = await signInBy(byBrowser, known, {
      clock,
      port: freePort,
      write: (text) => said.push(text),
      open: (address) => void come(address),
    });
    expect(tokens).toMatchObject({ accessToken: expect.any(String), refreshToken: expect.any(String) });
    expect(said.join('')).toContain(`${stack.issuerUrl}/authorize?`);
    expect(said.join('')).toContain('code_challenge_method=S256');
    expect(said.join('')).not.toContain(tokens.accessToken);
  });

  it('is not ended by a page that asks for what is no address', async () => {
    const known = await askIssuer(stack.pageUrl);
    const oddly = async (address: string): Promise<void> => {
      for (const path of ['//', '//[', '/\\']) {
        await new Promise<void>((resolve, reject) => {
          request({ host: '127.0.0.1', port: freePort, path }, (response) => {
            expect(response.statusCode).toBe(404);
            response.resume().once('end', resolve);
          })
            .once('error', reject)
            .end();
        });
      }
      await come(address);
    };
    const open = (address: string): void => void oddly(address);
    const ways = { clock, port: freePort, write: () => undefined, open };
    expect(await signInBy(byBrowser, known, ways)).toMatchObject({ accessToken: expect.any(String) });
  });

  it('says that its port is taken', async () => {
    const other = createServer();
    const port = await listen(other, 0);
    const known = await askIssuer(stack.pageUrl);
    const ways = { clock, port, write: () => undefined, open: () => undefined };
    await expect(signInBy(byBrowser, known, ways)).rejects.toThrow(`Port ${port} of this machine is taken`);
    await closeServer(other);
  });
});

describe('an address that is none', () => {
  it.each(['http://history.example', 'ftp://127.0.0.1', 'history', 'http://127.0.0.1.evil.example'])(
    'gets no token: %s',
    (url) => {
      expect(() => signedInFetch(options({ url }))).toThrow('has to begin with https://');
    },
  );

  it('is told from the history’s', async () => {
    const ask = signedInFetch(options({ url: stack.issuerUrl }));
    await expect(ask('/api/accesses')).rejects.toThrow('does not tell where to sign in');
  });
});
