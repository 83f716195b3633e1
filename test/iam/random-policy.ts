/** Trust policies as somebody might write them who tries everything: for fast-check. */
import fc from 'fast-check';
import { OWN, OWN_ORGANIZATION, OWN_TOO, STRANGER } from './policy-parts.ts';

const principal = fc.constantFrom(
  '*',
  { AWS: '*' },
  { AWS: OWN },
  { AWS: `arn:aws:iam::${OWN}:role/x` },
  { AWS: [`arn:aws:iam::${OWN}:root`, `arn:aws:iam::${OWN_TOO}:role/x`] },
  { AWS: STRANGER },
  { AWS: `arn:aws:iam::${STRANGER}:role/stranger` },
  { AWS: [`arn:aws:iam::${OWN}:root`, `arn:aws:iam::${STRANGER}:user/stranger`] },
);

const VALUES: Readonly<Record<string, readonly string[]>> = {
  'aws:PrincipalAccount': [OWN, OWN_TOO, STRANGER, '*', '1111*', '${aws:ResourceAccount}'],
  'aws:PrincipalOrgID': [OWN_ORGANIZATION, 'o-strangers0', 'o-*', '${aws:ResourceOrgID}'],
  'aws:PrincipalArn': [
    `arn:aws:iam::${OWN}:role/x`,
    `arn:aws:iam::${STRANGER}:role/*`,
    'arn:aws:iam::*:role/stranger',
    `arn:*:iam::${OWN}:role/*`,
    '*',
  ],
  'aws:MultiFactorAuthPresent': ['true', 'false'],
  'sts:ExternalId': ['x', '*', 'secret'],
  'sts:RoleSessionName': ['x', '*'],
};

const OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'ArnLike',
  'ArnNotEquals',
  'Bool',
  'Null',
];

const operator = fc
  .tuple(
    fc.constantFrom('', '', '', 'ForAnyValue:', 'ForAllValues:'),
    fc.constantFrom(...OPERATORS),
    fc.constantFrom('', '', 'IfExists'),
  )
  .map(([set, base, ifExists]) => (base === 'Null' ? base : `${set}${base}${ifExists}`));

const condition = fc.constantFrom(...Object.keys(VALUES)).chain((key) =>
  fc
    .tuple(operator, fc.uniqueArray(fc.constantFrom(...(VALUES[key] ?? [])), { minLength: 1, maxLength: 2 }))
    .map(([name, values]) => ({
      [name]: {
        [key]:
          name === 'Null' || name.startsWith('Bool') ? [values.includes('true') ? 'true' : 'false'] : values,
      },
    })),
);

const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    who: fc.tuple(fc.constantFrom('Principal', 'Principal', 'Principal', 'NotPrincipal'), principal),
    Action: fc.constantFrom(
      'sts:AssumeRole',
      'sts:*',
      '*',
      ['sts:TagSession', 'STS:assume*'],
      'sts:TagSession',
    ),
    conditions: fc.array(condition, { maxLength: 2 }),
  })
  .map(({ Effect, who: [element, name], Action, conditions }) => ({
    Effect,
    [element]: name,
    Action,
    ...(conditions.length === 0 ? {} : { Condition: Object.assign({}, ...conditions) as object }),
  }));

export const randomPolicy = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((Statement) => ({ Version: '2012-10-17', Statement }));
