/** Which actions a statement is about. */
import { STRANGER, type PolicyCase, trust } from '../policy-parts.ts';

export const COVERED_ACTIONS: readonly PolicyCase[] = [
  {
    name: 'every action of STS',
    policy: trust(STRANGER, undefined, { Action: 'sts:*' }),
    actions: ['sts:AssumeRole'],
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'every action',
    policy: trust(STRANGER, undefined, { Action: '*' }),
    actions: ['sts:AssumeRole'],
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'an action with wildcards in odd case',
    policy: trust(STRANGER, undefined, { Action: ['STS:a??umeR*'] }),
    actions: ['sts:AssumeRole'],
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'all actions but another one',
    policy: trust(STRANGER, undefined, { Action: undefined, NotAction: 'sts:TagSession' }),
    actions: ['sts:AssumeRole'],
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'all actions but this one',
    policy: trust(STRANGER, undefined, { Action: undefined, NotAction: ['sts:Assume*'] }),
    actions: ['sts:AssumeRole'],
    says: '',
    outside: false,
  },
  {
    name: 'another action only',
    policy: trust(STRANGER, undefined, { Action: ['sts:TagSession', 'sts:SetSourceIdentity'] }),
    actions: ['sts:AssumeRole'],
    says: '',
    outside: false,
  },
  {
    name: 'an action nobody understands',
    policy: trust(STRANGER, undefined, { Action: { odd: true } }),
    actions: ['sts:AssumeRole'],
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'no action at all',
    policy: trust(STRANGER, undefined, { Action: undefined }),
    actions: ['sts:AssumeRole'],
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
];
