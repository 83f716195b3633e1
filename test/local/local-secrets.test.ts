import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseJson } from '../../lib/kernel/json.ts';
import { localSecrets } from '../../local/local-secrets.ts';

describe('the secrets of the laptop', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('give every reference of the policy a value of its kind, and the same one at the next start', async () => {
    const policy = parseJson(await readFile(join(__dirname, 'fixtures/policy.json'), 'utf8'));
    const file = join(folder, 'secrets.json');
    const first = localSecrets(policy, file);
    expect(first.parameters).toEqual({
      '/rolecall/platform-slack': expect.stringMatching(/^https:\/\/hooks\.slack\.com\/services\//),
      '/rolecall/hook-url': expect.stringMatching(/^https:\/\/hooks\.example\.com\//),
      '/rolecall/hook-secret': expect.stringMatching(/^whsec_/),
    });
    expect(first.variables).toEqual({ SLACK_TOKEN: expect.stringMatching(/^xoxb-/) });
    const slackUrl = first.parameters['/rolecall/platform-slack'] ?? '';
    expect(first.destinationNames[slackUrl]).toBe('platform-slack');
    expect(Object.values(first.webhookSecrets)).toEqual([first.parameters['/rolecall/hook-secret']]);
    expect(localSecrets(policy, file)).toEqual(first);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
