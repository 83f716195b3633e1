import type { HealthAnswer } from '../../lib/api/contract.ts';
import type { ApiDependencies } from '../../lib/api/routes.ts';
import type { DownDestination } from '../../lib/delivery/destination-health.ts';
import { RETRY_CODES } from '../../lib/delivery/outcome.ts';
import { FIRST_ROOT, type Seal } from '../../lib/history/seal.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { MemoryHistory } from '../support/memory-history.ts';
import { POLICY } from '../support/seed-history.ts';
import { seededApi } from '../support/seeded-api.ts';

const NOW = new Date('2026-11-22T14:00:00.000Z');

const ask = async (more: Partial<ApiDependencies> = {}): Promise<HealthAnswer> => {
  const { app } = await seededApi({ clock: { ...systemClock, now: () => NOW }, more });
  return (await (await app.request('/api/health')).json()) as HealthAnswer;
};

const down = (destinationId: string, more: Partial<DownDestination> = {}): DownDestination => ({
  destinationId,
  since: '2026-11-22T12:00:00.000Z',
  nextTryAt: '2026-11-22T14:03:00.000Z',
  code: 'connection-failed',
  ...more,
});

const askDown = (...destinations: readonly DownDestination[]): Promise<HealthAnswer> =>
  ask({ destinationHealth: { down: async () => destinations } });

const askSealed = async (hour: string | undefined): Promise<HealthAnswer['sealed']> => {
  const seal = (sealed: string): Seal => ({
    schemaVersion: 1,
    hour: sealed,
    previousRoot: FIRST_ROOT,
    root: 'b'.repeat(64),
    count: 3,
    sealedAt: NOW.toISOString(),
  });
  const latest = async () => (hour === undefined ? undefined : seal(hour));
  return (await ask({ seals: { latest } })).sealed;
};

describe('what is watched', () => {
  it('says what is not covered and what cannot be seen', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({
      policyHash: POLICY.hash,
      homeRegion: 'us-east-1',
      regionsNotCovered: ['ap-south-1', 'eu-west-1'],
      lastRecordAt: '2026-11-22T13:58:28.000Z',
      destinationsDown: [],
    });
    expect(answer.limits.join(' ')).toContain('not recorded in this account');
  });

  it('leaves the last record out when there was none for 30 days', async () => {
    expect(await ask({ history: new MemoryHistory() })).not.toHaveProperty('lastRecordAt');
  });

  it('answers 503 when who is down cannot be read, instead of saying that nobody is', async () => {
    const { app } = await seededApi({
      clock: systemClock,
      more: { destinationHealth: { down: () => Promise.reject(new Error('throttled')) } },
    });
    expect((await app.request('/api/health')).status).toBe(503);
  });
});

describe('who cannot be told now', () => {
  it('is named with its vendor, since when, why, and when it is tried next', async () => {
    const { destinationsDown } = await askDown(down('platform-slack'));
    expect(destinationsDown).toEqual([
      {
        destinationId: 'platform-slack',
        words: 'Slack could not be reached',
        since: '2026-11-22T12:00:00.000Z',
        nextTryAt: '2026-11-22T14:03:00.000Z',
      },
    ]);
  });

  it('is listed with the longest silence first', async () => {
    const { destinationsDown } = await askDown(
      down('platform-slack'),
      down('acme-mail', { since: '2026-11-21T09:00:00.000Z' }),
    );
    expect(destinationsDown.map(({ destinationId }) => destinationId)).toEqual([
      'acme-mail',
      'platform-slack',
    ]);
  });

  it('is named also when it stands in no configuration', async () => {
    const { destinationsDown } = await askDown(down('rolecall-operator'), down('gone-since'));
    expect(destinationsDown.map(({ words }) => words)).toEqual([
      'Amazon SNS could not be reached',
      'Gone-since could not be reached',
    ]);
  });

  it('has words for everything that can be the matter', async () => {
    const { destinationsDown } = await askDown(
      ...RETRY_CODES.map((code, index) => down(`destination-${index}`, { code })),
    );
    expect(new Set(destinationsDown.map(({ words }) => words.split(' ').slice(1).join(' '))).size).toBe(
      RETRY_CODES.length,
    );
  });
});

describe('how far the history is sealed', () => {
  it('is said with the end of the last sealed hour, and what that means for what is newer', async () => {
    expect(await askSealed('2026-11-22T12')).toEqual({
      tone: 'good',
      words: 'Sealed against hidden changes until',
      until: '2026-11-22T13:00:00.000Z',
      note: 'What is newer can still be changed by whoever may write to the table.',
    });
  });

  it('is said to lag when it does', async () => {
    expect(await askSealed('2026-11-22T10')).toMatchObject({
      tone: 'warning',
      words: 'Sealing has fallen behind: sealed until',
      until: '2026-11-22T11:00:00.000Z',
    });
  });

  it('is not made up when nothing is', async () => {
    const sealed = await askSealed(undefined);
    expect(sealed).toMatchObject({ tone: 'warning', words: 'Nothing is sealed yet' });
    expect(sealed).not.toHaveProperty('until');
  });
});
