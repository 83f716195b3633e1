/** What a change of a policy opened. */
import { openingsOf } from '../../lib/iam/openings-of.ts';
import { compareOpenings } from '../../lib/iam/widened.ts';
import { OWN, STRANGER, VENDOR } from './policy-parts.ts';
import { readOk } from './read-ok.ts';

const open = (...statements: readonly unknown[]) =>
  openingsOf(readOk({ Statement: statements }), { ownAccountIds: new Set([OWN]) });
const allow = (Principal: unknown, Condition: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  Condition,
});
const withId = { StringEquals: { 'sts:ExternalId': 'x' } };

const change = (before: ReturnType<typeof open>, after: ReturnType<typeof open>) => {
  const { gained, loosened, lost } = compareOpenings(before, after);
  const names = (openings: typeof gained) => openings.map(({ principal }) => principal);
  return { gained: names(gained), loosened: names(loosened), lost: names(lost) };
};

describe('A changed policy', () => {
  it('gains whoever was not let in before', () => {
    expect(change(open(allow({ AWS: VENDOR })), open(allow({ AWS: [VENDOR, STRANGER] })))).toEqual({
      gained: [STRANGER],
      loosened: [],
      lost: [],
    });
  });

  it('is loosened where less is demanded', () => {
    const [strict, loose] = [open(allow({ AWS: VENDOR }, withId)), open(allow({ AWS: VENDOR }))];
    expect(change(strict, loose)).toEqual({ gained: [], loosened: [VENDOR], lost: [] });
    expect(change(loose, strict)).toEqual({ gained: [], loosened: [], lost: [] });
  });

  it('gains nobody who was one of everybody, or of his account', () => {
    const role = `arn:aws:iam::${VENDOR}:role/x`;
    expect(change(open(allow({ AWS: VENDOR })), open(allow({ AWS: role }))).gained).toEqual([]);
    expect(change(open(allow('*')), open(allow({ AWS: [OWN, STRANGER] }))).gained).toEqual([]);
    expect(change(open(allow({ AWS: VENDOR }, withId)), open(allow({ AWS: role }))).gained).toEqual([role]);
    expect(change(open(allow({ AWS: role })), open(allow({ AWS: VENDOR }))).gained).toEqual([VENDOR]);
  });

  it('is the same when an account is written otherwise', () => {
    expect(change(open(allow({ AWS: VENDOR })), open(allow({ AWS: `arn:aws:iam::${VENDOR}:root` })))).toEqual(
      {
        gained: [],
        loosened: [],
        lost: [],
      },
    );
  });
});
