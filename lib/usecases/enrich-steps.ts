/** What AWS can be asked about an access afterwards: one question each, and what its answer adds to the row. */
import { readPolicy } from '../iam/read-policy.ts';
import { type Entering, trustPins } from '../iam/trust-pins.ts';
import { observeTrust } from '../access/observe-trust.ts';
import { observeUse } from '../access/observe-use.ts';
import type { EntryKind, Hop, RoleAccess } from '../access/role-access.ts';
import type { Observation } from '../access/observations.ts';
import type { AccessHistory } from '../history/access-history.ts';
import type { Gained } from '../history/access-row.ts';
import type { Clock } from '../kernel/clock.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { compact } from '../kernel/json.ts';
import { accountName } from '../policy/decide-route.ts';
import { findDesignated } from '../policy/designated-role.ts';
import type { Policy } from '../policy/policy.ts';
import { findChain, type FoundChain, isGuess, isInSession, isUnfinished } from './find-chain.ts';
import { findFirstUse } from './find-first-use.ts';
import { type LookUpEffects, lookUpIn, regionsOf } from './look-up-records.ts';

export interface StepEffects extends LookUpEffects {
  readonly policy: Policy;
  readonly history: Pick<AccessHistory, 'ofSession'>;
  readonly clock: Clock;
  /** The account this runs in: whose CloudTrail and IAM can be asked. */
  readonly ownAccountId: string;
  /** The trust policy of a role of that account, as IAM gives it; `undefined` when there is no such role. */
  readonly readTrust: (roleArn: string) => Promise<string | undefined>;
  /** By AWS Organizations. Absent where it may not be asked. */
  readonly nameAccount?: (accountId: string) => Promise<string | undefined>;
}

export const STEP_NAMES = ['trust', 'chain', 'first-use', 'account-name'] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** What a question brought. */
export interface Found {
  /** The API call that told it. */
  readonly eventName: string;
  /** One sentence for the history. */
  readonly note: string;
  readonly told: Gained;
}

export interface Step {
  readonly name: StepName;
  /** Whether it costs LookupEvents, of which AWS allows two a second to everybody in the account together. */
  readonly looksUp: boolean;
  /** Whether there is something left to find in a round. */
  readonly isOpen: (effects: StepEffects, access: RoleAccess, round: number) => boolean;
  /** `undefined` when nothing, or nothing new, was found. */
  readonly run: (effects: StepEffects, access: RoleAccess, round: number) => Promise<Found | undefined>;
}

/** The round in which a session is looked at once more: by then it has been used. */
const LAST_ROUND = 3;

const ACTIONS: Readonly<Record<EntryKind, Entering['action'] | undefined>> = {
  'assume-role': 'sts:AssumeRole',
  'switch-role': 'sts:AssumeRole',
  saml: 'sts:AssumeRoleWithSAML',
  'web-identity': 'sts:AssumeRoleWithWebIdentity',
  'roles-anywhere': undefined,
};

const trust: Step = {
  name: 'trust',
  looksUp: false,
  isOpen: ({ ownAccountId }, access) =>
    access.trust === undefined &&
    access.outcome === 'success' &&
    access.role?.accountId === ownAccountId &&
    ACTIONS[access.kind] !== undefined,
  run: async ({ readTrust, policy }, access) => {
    const [arn, action] = [access.role?.arn, ACTIONS[access.kind]];
    const document = arn === undefined ? undefined : await readTrust(arn);
    if (arn === undefined || document === undefined || action === undefined) return undefined;
    const read = readPolicy(document);
    if (!read.ok) return undefined;
    const { accountId, arn: callerArn, principalId } = access.caller;
    const pins = trustPins(read.value, {
      action,
      ...compact({ accountId, arn: callerArn ?? principalId }),
    });
    const told = { trust: pins };
    const thirdParty = findDesignated(policy, arn)?.thirdParty === true;
    const observed = observeTrust({ ...access, ...told }, { thirdParty });
    return {
      eventName: 'GetRole',
      note: 'IAM was asked for the role’s trust policy.',
      told: { ...told, ...alsoObserved(policy, access, observed) },
    };
  },
};

const chain: Step = {
  name: 'chain',
  looksUp: true,
  isOpen: ({ ownAccountId, policy }, { caller, chain: known }) =>
    isInSession(caller) &&
    (known === undefined || isUnfinished(known, [ownAccountId, ...policy.accounts.map(({ id }) => id)])),
  run: async (effects, access, round) => {
    const lookUps = lookUpIn(effects, regionsOf(access, effects.policy.regions, round));
    const found = await findChain({ ...effects, lookUps }, access);
    return found !== undefined && isNewChain(effects, access.chain, found)
      ? { eventName: 'LookupEvents', note: noteOfChain(found.hops), told: { chain: found.hops } }
      : undefined;
  },
};

/** A chain of the caller alone is news only when it says that nobody can look further, or takes a guess back. */
const isNewChain = (
  { ownAccountId }: StepEffects,
  known: readonly Hop[] = [],
  { hops, complete }: FoundChain,
): boolean => {
  const isOnlyCaller = hops.length === 1 && hops[0]?.accountId === ownAccountId;
  return known.some(isGuess)
    ? (complete || hops.length > known.length) && canonicalJson(hops) !== canonicalJson(known)
    : hops.length > known.length && !isOnlyCaller;
};

const noteOfChain = ([first, ...rest]: readonly Hop[]): string => {
  if (first === undefined || rest.length === 0) {
    return `The caller was in a session; ${first?.how ?? 'nobody can look further'}.`;
  }
  const guessed = [first, ...rest].some(isGuess) ? ', by the name of a session alone' : '';
  return `The session was followed back to ${first.who}${guessed}.`;
};

const firstUse: Step = {
  name: 'first-use',
  looksUp: true,
  isOpen: (_effects, access, round) =>
    access.outcome === 'success' &&
    access.caller.type !== 'web-identity' &&
    access.caller.type !== 'aws-service' &&
    (access.firstUse === undefined || (round >= LAST_ROUND && !isObserved(access, 'used-elsewhere'))),
  run: async (effects, access, round) => {
    const lookUps = lookUpIn(effects, regionsOf(access, effects.policy.regions, round));
    const found = await findFirstUse(lookUps, access, effects.clock.now().toISOString());
    if (found === undefined) return undefined;
    const { firstUse: use, elsewhere, isEarly } = found;
    const observed = elsewhere === undefined ? [] : observeUse(access, elsewhere);
    const told = {
      ...((access.firstUse === undefined || use.at < access.firstUse.at) && { firstUse: use }),
      ...alsoObserved(effects.policy, access, observed),
    };
    if (Object.keys(told).length === 0) return undefined;
    return {
      eventName: 'LookupEvents',
      note: `CloudTrail has ${isEarly ? 'an early' : 'the first'} call of the session: ${use.eventName}, from ${use.origin.text}.`,
      told,
    };
  },
};

const accountNameStep: Step = {
  name: 'account-name',
  looksUp: false,
  isOpen: ({ policy, nameAccount }, { caller: { accountId }, callerAccountName }) =>
    nameAccount !== undefined &&
    callerAccountName === undefined &&
    accountId !== undefined &&
    accountName(policy, accountId) === undefined,
  run: async ({ nameAccount }, { caller: { accountId } }) => {
    if (accountId === undefined) return undefined;
    const name = await nameAccount?.(accountId);
    return name === undefined
      ? undefined
      : {
          eventName: 'DescribeAccount',
          note: `AWS Organizations names account ${accountId}.`,
          told: { callerAccountName: name },
        };
  },
};

export const STEPS: readonly Step[] = [trust, accountNameStep, firstUse, chain];

/** Whichever of the two that look up comes first leaves the other what time there is: they take turns. */
export const stepsOfRound = (round: number): readonly Step[] =>
  round % 2 === 1 ? STEPS : [trust, accountNameStep, chain, firstUse];

const isObserved = ({ observations }: RoleAccess, code: Observation['code']): boolean =>
  observations.some((observation) => observation.code === code);

/** What is new, and what somebody wants to read. */
const alsoObserved = (
  { observationsOff = [] }: Policy,
  access: RoleAccess,
  observed: readonly Observation[],
): Pick<Gained, 'alsoObserved'> => {
  const wanted = observed.filter(
    ({ code, reason }) =>
      !observationsOff.includes(code) && !access.observations.some((known) => known.reason === reason),
  );
  return wanted.length === 0 ? {} : { alsoObserved: wanted };
};
