/** One and the same policy in all the forms in which it may come. */
import { OWN, STRANGER, type PolicyCase, document, allow, deny, trust, root } from '../policy-parts.ts';

export const DOCUMENT_FORMS: readonly PolicyCase[] = [
  {
    name: 'a text',
    policy: JSON.stringify(trust(STRANGER)),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a URL-encoded text',
    policy: encodeURIComponent(JSON.stringify(trust(STRANGER), null, 2)),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a text in a text',
    policy: JSON.stringify(JSON.stringify(trust(STRANGER))),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'an encoded text in a text',
    policy: JSON.stringify(encodeURIComponent(JSON.stringify(trust(STRANGER)))),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'one statement without a list',
    policy: { Statement: allow(STRANGER) },
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a statement without a policy around it',
    policy: allow(STRANGER),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a list of statements',
    policy: [allow(root(OWN)), allow(STRANGER)],
    says: `account ${STRANGER}, without external ID; account ${OWN}`,
    outside: true,
  },
  {
    name: 'elements in lower case',
    policy: { statement: { effect: 'Allow', principal: { aws: STRANGER }, action: 'sts:AssumeRole' } },
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'an effect in lower case',
    policy: trust(STRANGER, undefined, { Effect: 'allow' }),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a denial in lower case denies nobody',
    policy: document(allow(STRANGER), { ...deny('*'), Effect: 'deny' }),
    says: `everybody; account ${STRANGER}, without external ID`,
    outside: true,
  },
  { name: 'no statements', policy: { Version: '2012-10-17', Statement: [] }, says: '', outside: false },
  {
    name: 'keys of a prototype',
    policy: `{"__proto__":{"Statement":[]},"constructor":{"prototype":1},"Statement":{"Effect":"Allow","Principal":{"AWS":"${STRANGER}","__proto__":{"AWS":"*"}},"Action":"sts:AssumeRole","Condition":{"constructor":{"toString":"x"},"StringEquals":{"hasOwnProperty":"x"}}}}`,
    says: `account ${STRANGER}, under a condition on hasOwnProperty, without external ID`,
    outside: true,
  },
];
