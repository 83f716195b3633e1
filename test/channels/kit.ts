/**
 * What every HTTP channel must do, written once: the decision for every status code, waiting when it is asked to,
 * doubt when no answer comes, and silence about its secrets. A channel's tests start with this.
 */
import { inspect } from 'node:util';
import { openDestination } from '../../lib/channels/index.ts';
import type { Destination } from '../../lib/delivery/channel.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import type { HttpFailed, SendHttp } from '../../lib/kernel/http.ts';
import { fail } from '../../lib/kernel/result.ts';
import type { ConfiguredDestination } from '../../lib/policy/policy.ts';
import { makeEffects, type TestEffects, type TestWorld } from './effects.ts';
import { FIRST, ownerNotification, refused } from './notifications.ts';
import { type Receiver, type Reply, startReceiver } from './receiver.ts';

export interface HttpChannelCase {
  readonly channel: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The secrets behind the references in the settings: none of them may be seen anywhere. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Finds out whether a doubtful message arrived before it sends another: so that even a 503 is reason to ask. */
  readonly asks: boolean;
  /** Redirects and "not found" may be the ingress in front of the receiver: not believed at the first time. */
  readonly patient?: boolean;
  /** How the vendor says yes. */
  readonly yes: Reply;
  /** What a yes without the vendor's usual words means. */
  readonly emptyYes: Outcome['kind'] | 'doubtful' | 'answer-not-understood';
}

export const open = (configured: ConfiguredDestination, effects: TestEffects): Destination => {
  const opened = openDestination(configured, effects);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
};

const nameOf = (outcome: Outcome): string => (outcome.kind === 'sent' ? 'sent' : outcome.code);

/** Written down a second time on purpose: the product's table is what is tested. */
const expectedFor = (status: number, { asks, patient = false }: HttpChannelCase): string => {
  if (status === 401 || status === 403) return 'refused-for-now';
  if (patient && (status < 400 || status === 404)) return 'refused-for-now';
  return expectedAfterRefusals(status, asks);
};

const expectedAfterRefusals = (status: number, asks: boolean): string => {
  if (status < 400) return 'not-configured';
  if (status === 401 || status === 403) return 'not-authorised';
  if (status === 404 || status === 410) return 'destination-gone';
  if (status === 425 || status === 501 || status === 505) return 'vendor-failed';
  if (status === 503) return asks ? 'doubtful' : 'vendor-failed';
  if (status === 408 || status >= 500) return 'doubtful';
  return status === 429 ? 'rate-limited' : 'message-refused';
};

export const describeHttpChannel = (testCase: HttpChannelCase): void => {
  const configured = { id: 'platform', channel: testCase.channel, settings: testCase.settings };
  const secretValues = Object.values(testCase.secrets);
  let receiver: Receiver;
  const opened = (world: TestWorld = {}): Destination =>
    open(configured, makeEffects({ http: receiver.http, secrets: testCase.secrets, ...world }));
  const send = (world: TestWorld = {}, attempt = FIRST): Promise<Outcome> =>
    opened(world).send(ownerNotification, attempt);
  const sendTo = (reply: Reply, attempt = FIRST): Promise<Outcome> => {
    receiver.answer = () => reply;
    return send({}, attempt);
  };

  describe(`${testCase.channel}, as every channel over HTTP`, () => {
    beforeAll(async () => {
      receiver = await startReceiver();
    });
    afterAll(() => receiver.stop());
    beforeEach(() => {
      receiver.received.length = 0;
      receiver.answer = () => testCase.yes;
    });

    it('sends one request and is content with a yes', async () => {
      expect(nameOf(await send())).toBe('sent');
      expect(receiver.received).toHaveLength(1);
    });

    it('knows what every status code from 300 to 599 means', async () => {
      const wrong: string[] = [];
      for (let status = 300; status < 600; status += 1) {
        const outcome = await sendTo({ status });
        if (nameOf(outcome) !== expectedFor(status, testCase)) wrong.push(`${status}: ${nameOf(outcome)}`);
      }
      expect(wrong).toEqual([]);
    });

    it('believes every refusal in the end', async () => {
      const wrong: string[] = [];
      for (let status = 300; status < 500; status += 1) {
        const outcome = await sendTo({ status }, refused(2, 180));
        if (nameOf(outcome) !== expectedAfterRefusals(status, testCase.asks))
          wrong.push(`${status}: ${nameOf(outcome)}`);
      }
      expect(wrong).toEqual([]);
    });

    it('reads its secrets anew after its credentials were refused, and only then', async () => {
      const effects = makeEffects({ http: receiver.http, secrets: testCase.secrets });
      await open(configured, effects).send(ownerNotification, FIRST);
      expect(effects.readFresh).toEqual([]);
      await open(configured, effects).send(ownerNotification, refused(1, 2));
      expect(effects.readFresh.toSorted()).toEqual(Object.keys(testCase.secrets).toSorted());
    });

    it('does not take an empty yes for more than it is', async () => {
      expect(nameOf(await sendTo({ status: 200 }))).toBe(testCase.emptyYes);
      expect(nameOf(await sendTo({ status: 200, body: '<html>please log in</html>' }))).toBe(
        testCase.emptyYes,
      );
    });

    it.each([
      ['30', 30],
      ['3600', 3600],
      ['999999999', 86_400],
      ['Sun, 22 Nov 2026 10:01:30 GMT', 90],
      ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
      ['soon', undefined],
      [undefined, undefined],
    ])('waits as asked by Retry-After: %s', async (header, seconds) => {
      const headers = header === undefined ? {} : { 'retry-after': header };
      const outcome = await sendTo({ status: 429, headers });
      expect(outcome).toMatchObject({ kind: 'retry', code: 'rate-limited' });
      expect(outcome.kind === 'retry' ? outcome.retryAfterSeconds : 'not a retry').toBe(seconds);
    });

    it.each<[HttpFailed, string]>([
      [{ kind: 'failed', code: 'timeout', sent: 'maybe' }, 'doubtful'],
      [{ kind: 'failed', code: 'timeout', sent: 'no' }, 'connection-failed'],
      [{ kind: 'failed', code: 'connection-failed', sent: 'maybe' }, 'doubtful'],
      [{ kind: 'failed', code: 'connection-failed', sent: 'no' }, 'connection-failed'],
      [{ kind: 'failed', code: 'certificate-refused', sent: 'no' }, 'certificate-refused'],
      [{ kind: 'failed', code: 'address-refused', sent: 'no' }, 'address-refused'],
    ])('without an answer (%j) it is %s', async (failed, expected) => {
      expect(nameOf(await send({ http: () => Promise.resolve(failed) }))).toBe(expected);
    });

    it('turns whatever is thrown into a retry that repeats nothing of it', async () => {
      const http: SendHttp = (request) => Promise.reject(new TypeError(JSON.stringify(request)));
      expect(await send({ http })).toEqual({ kind: 'retry', code: 'unexpected', detail: 'TypeError' });
    });

    it('is rejected without its secrets, and waits for them when they cannot be read', async () => {
      expect(await send({ secrets: {} })).toMatchObject({ kind: 'retry', code: 'secret-missing' });
      const effects = {
        ...makeEffects({ http: receiver.http }),
        readSecret: () => Promise.resolve(fail('secret-unavailable' as const)),
      };
      const outcome = await open(configured, effects).send(ownerNotification, FIRST);
      expect(outcome).toMatchObject({ kind: 'retry', code: 'secret-unavailable' });
      expect(receiver.received).toHaveLength(0);
    });

    it('sends nothing when a secret is not what it should be', async () => {
      for (const reference of Object.keys(testCase.secrets)) {
        const secrets = { ...testCase.secrets, [reference]: 'not\nwhat it should be' };
        expect(await send({ secrets })).toMatchObject({ kind: 'rejected', code: 'not-configured' });
      }
      expect(receiver.received).toHaveLength(0);
    });

    it('tolerates the line end that an editor adds to a secret', async () => {
      const secrets = Object.fromEntries(
        Object.entries(testCase.secrets).map(([name, value]) => [name, `${value}\n`]),
      );
      expect(nameOf(await send({ secrets }))).toBe('sent');
    });

    it('shows its secrets to nobody but the vendor, even when the vendor repeats them', async () => {
      const echo = secretValues.join(' ');
      const seen: unknown[] = [opened()];
      for (const status of [200, 302, 400, 401, 404, 429, 500]) {
        for (const body of [
          echo,
          JSON.stringify({ ok: false, error: echo, errorMessages: [echo], key: echo }),
        ]) {
          seen.push(
            await sendTo({ status, body, headers: { location: 'https://x.example', 'retry-after': 'x' } }),
          );
        }
      }
      seen.push(await send({ secrets: { ...testCase.secrets, ...broken(testCase.secrets) } }));
      const written = seen
        .map((item) => inspect(item, { depth: 9, showHidden: true }) + JSON.stringify(item))
        .join();
      for (const secret of secretValues) expect(written).not.toContain(secret);
    });
  });
};

/** Secrets that are no longer usable but still secret. */
const broken = (secrets: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, `x ${value}`]));
