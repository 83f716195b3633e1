/** A switch of roles in the console, told by its AssumeRole record and its sign-in record. */
import { projectDetail } from '../../lib/api/project-detail.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import { ALICE, POLICY, rowOf } from '../support/seed-history.ts';

const TIME = '2026-11-22T13:00:00.000Z';
const SEEDED = rowOf({ id: 'one', time: TIME, caller: ALICE, legs: [] });
const INSIDE = { kind: 'aws', text: 'AWS Internal', userAgent: 'AWS Internal' } as const;
const SIGNED_IN = {
  origin: { kind: 'address', text: '203.0.113.9' },
  at: TIME,
  eventName: 'SwitchRole',
  eventId: 'e',
} as const;

const shown = (more: Partial<AccessRow['access']>) => {
  if (SEEDED.access === undefined) throw new Error('the seeded row has no access');
  const access = { ...SEEDED.access, kind: 'assume-role' as const, origin: INSIDE, ...more };
  return projectDetail(
    { row: { ...SEEDED, access, joined: [] }, deliveries: [] },
    {
      policy: POLICY,
      now: new Date(TIME),
    },
  );
};

describe('A switch of roles in the console', () => {
  it('is called so, with the address of its sign-in record and no program', () => {
    const { summary, session, origin } = shown({ firstUse: SIGNED_IN });
    expect(summary).toMatchObject({ entry: { code: 'switch-role' }, origin: '203.0.113.9' });
    expect(session[0]).toMatchObject({ label: 'Entered by', value: 'console switch' });
    expect(origin.map(({ label }) => label)).not.toContain('Program');
  });

  it('is not taken for one while no sign-in record is there', () => {
    const use = { ...SIGNED_IN, eventName: 'ListBuckets' };
    expect(shown({ firstUse: use }).summary).toMatchObject({
      entry: { code: 'assume-role' },
      origin: 'inside AWS',
    });
  });
});
