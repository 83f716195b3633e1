import { projectDetail } from '../../lib/api/project-detail.ts';
import type { Gained } from '../../lib/history/access-row.ts';
import { joinRow } from '../../lib/history/change-row.ts';
import { rowOf } from '../history/history-kit.ts';
import { PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

const shown = (told: Gained, eventName = 'LookupEvents') => {
  const time = '2026-11-22T12:01:00.000Z';
  const row = joinRow(rowOf(), undefined, { eventId: 'chain-1', eventName, time, note: 'x', told });
  const now = new Date('2026-11-22T12:05:00.000Z');
  return projectDetail({ row, deliveries: [] }, { policy: samplePolicy, now });
};

const entered = `arn:aws:iam::${PRODUCTION}:role/team/deploy`;

describe('What was looked up, on the page', () => {
  it('shows the way back, the person first', () => {
    const { chain, summary } = shown({
      chain: [
        {
          who: 'alice.miller',
          certainty: 'asserted',
          type: 'iam-user',
          how: 'by key',
          entered,
          at: '2026-11-22T11:00:00.000Z',
        },
        { who: 'ci', certainty: 'claimed', type: 'role-session', how: 'named in the record of this entry' },
      ],
    });
    expect(chain).toMatchObject([
      { who: 'alice.miller', kind: 'IAM user', entered: 'deploy', certainty: { code: 'asserted' } },
      { who: 'ci', kind: 'role session', certainty: { code: 'claimed' } },
    ]);
    expect(chain[1]).not.toHaveProperty('entered');
    expect(summary.who).toMatchObject({ name: 'alice.miller', certainty: { code: 'resolved' } });
  });

  it('shows where the session was used first', () => {
    const { origin } = shown({
      firstUse: {
        origin: { kind: 'address', text: '203.0.113.77' },
        at: '2026-11-22T12:00:20.000Z',
        eventName: 'ListBuckets',
        eventId: 'e',
      },
    });
    expect(origin).toContainEqual(
      expect.objectContaining({ label: 'First used from', value: '203.0.113.77' }),
    );
  });

  it('says that the trust policy, not the record, tells of MFA', () => {
    const trust = { sessionName: 'pinned', sourceIdentity: 'free', mfa: true, externalId: false } as const;
    const { mfa, session, timeline } = shown({ trust }, 'GetRole');
    expect(mfa).toMatchObject({ code: 'yes', note: 'The trust policy of the role demands a second factor.' });
    expect(session).toContainEqual(
      expect.objectContaining({ label: 'Session name', note: 'pinned by the trust policy' }),
    );
    expect(timeline.map(({ words }) => words)).toContain('AWS was asked and tells more (GetRole)');
  });

  it('lets no hostile name through', () => {
    const who = 'alice\u202e\u0000<b>';
    const { chain } = shown({ chain: [{ who, certainty: 'claimed', type: 'role-session', how: 'x' }] });
    expect(chain[0]?.who).not.toMatch(/[\u0000\u202e]/);
  });
});
