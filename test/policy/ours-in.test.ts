/** What counts as ours, by whose account it is about. */
import { oursIn } from '../../lib/policy/ours-in.ts';
import { samplePolicy } from '../support/sample-policy.ts';

const account = (id: string, owner: string, client?: string) => ({
  id,
  name: id,
  owner,
  retentionDays: 400,
  ...(client === undefined ? {} : { client }),
});

const policy = {
  ...samplePolicy,
  accounts: [
    account('111122223333', 'platform-team', 'acme'),
    account('222233334444', 'platform-team', 'acme'),
    account('444455556666', 'platform-team', 'globex'),
    account('555566667777', 'security-team', 'acme'),
    account('666677778888', 'platform-team'),
  ],
};

const ownIn = (accountId: string): readonly string[] => [...oursIn(policy, accountId).ownAccountIds].sort();

describe('Ours', () => {
  it('are the accounts of the same owner and client', () => {
    expect(ownIn('111122223333')).toEqual(['111122223333', '222233334444']);
    expect(ownIn('444455556666')).toEqual(['444455556666']);
    expect(ownIn('666677778888')).toEqual(['666677778888']);
  });

  it('are all guarded accounts where the account itself is not listed', () => {
    expect(ownIn('999988887777')).toHaveLength(policy.accounts.length + 1);
  });

  it('are the organization and the subjects of the configuration', () => {
    const { organizationId: _none, ...plain } = policy;
    expect(oursIn(plain, '111122223333')).not.toHaveProperty('ownOrganizationIds');
    expect(oursIn(plain, '111122223333')).not.toHaveProperty('ownSubjects');
    expect(
      oursIn({ ...policy, organizationId: 'o-ours000000', ownSubjects: ['repo:acme/*'] }, '111122223333'),
    ).toMatchObject({ ownOrganizationIds: new Set(['o-ours000000']), ownSubjects: ['repo:acme/*'] });
  });
});
