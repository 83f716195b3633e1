/** Names that stand alone: in grants, shares, ACLs. */
import { explainOpenings } from '../../lib/iam/explain-openings.ts';
import { openingOfGrantee } from '../../lib/iam/opening-of-grantee.ts';
import { OWN, STRANGER } from './policy-parts.ts';

const ours = { ownAccountIds: new Set([OWN]), ownCanonicalIds: new Set(['ab'.repeat(32)]) };

describe('A grantee', () => {
  it.each([
    [OWN, `account ${OWN}`, false],
    [STRANGER, `account ${STRANGER}`, true],
    ['*', 'everybody', true],
    ['http://acs.amazonaws.com/groups/global/AllUsers', 'everybody', true],
    ['http://acs.amazonaws.com/groups/global/AuthenticatedUsers', 'everybody', true],
    ['s3.amazonaws.com', 'the AWS service s3.amazonaws.com', false],
    ['alexa-appkit.amazon.com', 'the AWS service alexa-appkit.amazon.com', false],
    [`arn:aws:iam::${STRANGER}:role/x`, `role x of account ${STRANGER}`, true],
    ['ab'.repeat(32), 'the canonical user abababab…abababab', false],
    ['cd'.repeat(32), 'the canonical user cdcdcdcd…cdcdcdcd', true],
    [
      `arn:aws:organizations::${OWN}:organization/o-ours000000`,
      `everybody in organization arn:aws:organizations::${OWN}:organization/o-ours000000`,
      false,
    ],
    [
      `arn:aws:organizations::${STRANGER}:ou/o-theirs0000/ou-ab12-1`,
      `everybody in organization arn:aws:organizations::${STRANGER}:ou/o-theirs0000/ou-ab12-1`,
      true,
    ],
    ['o-theirs0000', 'everybody in organization o-theirs0000', true],
    ['all', 'somebody who could not be understood ("all")', true],
  ])('%s', (name, says, outside) => {
    const opening = openingOfGrantee(name, ours);
    expect(explainOpenings([opening], { accountName: () => undefined })).toBe(says);
    expect(opening.outside).toBe(outside);
  });
});
