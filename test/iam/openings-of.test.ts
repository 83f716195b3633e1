/** Whom policies let in, and what is said about it. */
import { explainOpenings } from '../../lib/iam/explain-openings.ts';
import { openingsOf } from '../../lib/iam/openings-of.ts';
import { POLICY_CASES } from './policies.ts';
import { OWN, OWN_ORGANIZATION, OWN_TOO, VENDOR } from './policy-parts.ts';
import { readOk } from './read-ok.ts';

const ours = {
  ownAccountIds: new Set([OWN, OWN_TOO]),
  ownOrganizationIds: new Set([OWN_ORGANIZATION]),
};
const named = { accountName: (id: string) => (id === VENDOR ? 'Acme' : undefined) };

describe('The openings of a policy', () => {
  it.each(POLICY_CASES)('$name', ({ policy, says, outside, actions }) => {
    const openings = openingsOf(readOk(policy), actions === undefined ? ours : { ...ours, actions });
    expect({
      says: explainOpenings(openings, named),
      outside: openings.some((opening) => opening.outside),
    }).toEqual({ says, outside });
  });
});
