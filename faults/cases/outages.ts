/** A destination that is down for a day or more: 26, 19, and what an outage leaves in the inbox. */
import { heal, pause, ring, until } from '../act.ts';
import { readStored } from '../deliveries.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import type { Access } from '../fault-records.ts';
import { matching } from '../matches.ts';

/** Two destinations, of which one will be down. Few roles, because the sweep asks about each of them. */
const PAIR = {
  policy: { roles: [{ role: 'prod-pair', destinations: ['platform-slack', 'platform-ops'] }] },
} as const;

const HOURS = 6;

export const outageCases: readonly FaultCase[] = [
  {
    id: '19',
    name: 'the vendor’s machine refuses connections (names and certificates: test/http)',
    expected: 'tried again; told once when it is back',
    stage: 'main',
    run: async (stage) => {
      const { problems, check } = checks();
      await stage.shut('vendors');
      const access = await ring(stage, { role: 'prod-two' });
      await until('both were tried', async () => {
        const { deliveries } = await readStored(stage, access.accessId);
        return (
          deliveries.length === 2 && deliveries.every(({ attempts }) => attempts[0]?.endedAt !== undefined)
        );
      });
      const { deliveries } = await readStored(stage, access.accessId);
      const outcomes = deliveries.map(({ attempts }) => attempts[0]?.outcome ?? '');
      check(
        outcomes.every((outcome) => outcome === 'connection-failed'),
        `taken for ${outcomes.join(', ')}`,
      );
      await stage.open('vendors');
      await heal(stage, [access]);
      return { seen: outcomes.join(', '), accesses: [access], problems };
    },
  },
  {
    id: '26',
    name: 'one destination is down for 24 hours, thirty accesses meanwhile',
    expected:
      'the other exact and at once; afterwards a digest of the oldest first, nothing twice, few attempts',
    stage: PAIR,
    lane: 'second',
    run: async (stage) => {
      const { problems, check } = checks();
      const slack = matching({ from: 'deliver', operation: 'POST hooks.slack' });
      stage.arm({ on: slack, times: 100_000, fault: { kind: 'cut', when: 'before' } });
      const accesses: Access[] = [];
      for (let hour = 0; hour < HOURS; hour += 1) {
        for (let index = 0; index < 5; index += 1) accesses.push(await ring(stage, { role: 'prod-pair' }));
        await untilOpsTold(stage, accesses);
        await stage.advance((24 / HOURS) * 3600);
        await stage.sweep('pending');
      }
      const attempts = stage.traffic.filter(({ operation }) => operation === 'POST hooks.slack.com').length;
      await heal(stage, accesses);
      await pause(200);
      const messages = stage.inbox.at('platform-slack');
      const digests = messages.filter(({ body }) => /\d+ notices/.test(JSON.stringify(body)));
      check(digests.length >= 1, 'no digest in the inbox');
      check(messages.length < accesses.length, `${String(messages.length)} messages after the outage`);
      const stored = await Promise.all(accesses.map(({ accessId }) => readStored(stage, accessId)));
      const digested = stored.filter(({ deliveries }) =>
        deliveries.some(({ state }) => state === 'digested'),
      );
      return {
        seen: `${String(attempts)} attempts in 24 h; then ${String(messages.length)} messages, ${String(digests.length)} digest(s) of ${String(digested.length)}`,
        accesses,
        problems,
        explained: 1,
      };
    },
  },
];

async function untilOpsTold(
  stage: Parameters<FaultCase['run']>[0],
  accesses: readonly Access[],
): Promise<void> {
  for (const { accessId } of accesses) {
    await until('the other destination is told', async () => {
      const { deliveries } = await readStored(stage, accessId);
      return deliveries.some(
        ({ destinationId, state }) => destinationId === 'platform-ops' && state === 'sent',
      );
    });
  }
}
