/**
 * Facts worth a second look that the record alone does not tell: by the configuration, and by what was seen on the role
 * before. What is switched off in `rolecall.yml` is not said, but remembered all the same.
 */
import { agentName } from '../access/agent-family.ts';
import {
  baselineIncomplete,
  firstAccount,
  firstAgent,
  firstNetwork,
  firstPrincipal,
  newService,
  unknownSession,
} from '../access/observation-reasons.ts';
import type { Observation, ObservationCode } from '../access/observations.ts';
import { RECORD_CODES } from '../access/observe.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { SeenBefore, SeenThing } from '../history/seen-before.ts';
import {
  FIRST_CODES,
  newThingsOf,
  sessionThings,
  thingsOfAccess,
  withoutPath,
} from '../history/things-of-access.ts';
import { findDesignated, findDesignatedByName } from '../policy/designated-role.ts';
import { observeByPolicy } from '../policy/observe-by-policy.ts';
import type { DesignatedRole, Policy } from '../policy/policy.ts';
import { sessionInWords } from '../policy/session-of-role.ts';
import { type CountEffects, countRefusals } from './count-refusals.ts';

export interface ObserveEffects extends CountEffects {
  readonly policy: Policy;
  readonly seen?: SeenBefore;
}

/**
 * The access with everything that could be worth a note, also what nobody wants to read (`withoutUnwanted`). Ask only for
 * one that has no row yet.
 */
export const observeAccess = async (
  effects: ObserveEffects,
  access: RoleAccess,
  designated: DesignatedRole | undefined,
): Promise<RoleAccess> => {
  const [news, refusals] = await Promise.all([newsOf(effects, access), countRefusals(effects, access)]);
  return {
    ...access,
    observations: [...observeByPolicy(effects.policy, access, designated), ...news, ...refusals],
  };
};

/** The access without what is switched off in `rolecall.yml`. */
export const withoutUnwanted = (effects: Pick<ObserveEffects, 'policy'>, access: RoleAccess): RoleAccess =>
  withObservations(effects, access, access.observations);

/**
 * A corrected access. What was new about it then is so still, unless AWS corrected who it was; what the record and the
 * configuration say is said anew.
 */
export const observeCorrected = async (
  effects: ObserveEffects,
  before: RoleAccess,
  access: RoleAccess,
): Promise<RoleAccess> => {
  const isSameCaller = before.caller.principalId === access.caller.principalId;
  return withObservations(effects, access, [
    ...saidAnew(effects, access),
    ...(isSameCaller ? laterOf(before) : await newsOf(effects, access)),
  ]);
};

/** An access that rang by another record (`before`), of which this one tells more. */
export const observeJoined = async (
  effects: ObserveEffects,
  before: RoleAccess,
  access: RoleAccess,
): Promise<RoleAccess> => {
  const later = laterOf(before);
  const news = await newsOf(effects, { ...access, accessId: before.accessId });
  return withObservations(effects, access, [
    ...saidAnew(effects, access),
    ...later,
    ...news.filter(({ code }) => !later.some((one) => one.code === code)),
  ]);
};

const saidAnew = ({ policy }: ObserveEffects, access: RoleAccess): readonly Observation[] =>
  observeByPolicy(policy, byRecord(access), designatedOf(policy, access));

const laterOf = ({ observations }: RoleAccess): readonly Observation[] =>
  observations.filter(({ code }) => LATER_CODES.includes(code));

const byRecord = (access: RoleAccess): RoleAccess => ({
  ...access,
  observations: access.observations.filter(({ code }) => RECORD_CODES.includes(code)),
});

/** What neither the record nor the configuration tells. */
const LATER_CODES: readonly ObservationCode[] = [
  ...Object.values(FIRST_CODES),
  'baseline-incomplete',
  'repeated-denials',
  'unpinned-source-identity',
  'used-elsewhere',
];

const designatedOf = (policy: Policy, { role }: RoleAccess): DesignatedRole | undefined =>
  role && (findDesignated(policy, role.arn) ?? findDesignatedByName(policy, role.accountId, role.name));

const withObservations = (
  { policy: { observationsOff = [] } }: Pick<ObserveEffects, 'policy'>,
  access: RoleAccess,
  observations: readonly Observation[],
): RoleAccess => ({
  ...access,
  observations: observations.filter(({ code }) => !observationsOff.includes(code)),
});

/** What is not known on the role. Before the baseline is complete that says nothing about the caller. */
const newsOf = async ({ seen }: ObserveEffects, access: RoleAccess): Promise<readonly Observation[]> => {
  const things = thingsOfAccess(access);
  if (seen === undefined || access.role === undefined || things.length === 0) return [];
  const { known, baselineComplete, watchedSince } = await seen.ask(
    withoutPath(access.role.arn),
    things,
    access.accessId,
  );
  const isKnown = ({ facet, value }: SeenThing): boolean =>
    known.some((one) => one.facet === facet && one.value === value);
  const unknown = things.filter((thing) => !isKnown(thing));
  if (unknown.length === 0) return [];
  if (baselineComplete) return unknown.map(firstOf);
  return access.outcome === 'denied' ? [] : [baselineIncomplete(watchedSince)];
};

const firstOf = ({ facet, value }: SeenThing): Observation => {
  switch (facet) {
    case 'principal':
      return firstPrincipal();
    case 'account':
      return firstAccount(value);
    case 'network':
      return firstNetwork(value);
    case 'agent':
      return firstAgent(agentName(value));
    case 'service':
      return newService(value);
    case 'session':
      return unknownSession(sessionInWords(value));
  }
};

/**
 * After its row was written: the next one like it is no longer the first. Whoever was refused has not been in the role.
 * Safe to repeat, for a recorder that died in between.
 */
export const rememberAccess = async (
  { seen, policy }: Pick<ObserveEffects, 'seen' | 'policy'>,
  { access, recordedAt }: AccessRow,
): Promise<void> => {
  if (seen === undefined || access?.role === undefined || access.outcome !== 'success') return;
  const things = thingsToRemember(policy, access);
  if (things.length === 0) return;
  await seen.remember(withoutPath(access.role.arn), things, access.accessId, recordedAt);
};

/** An access tells what is new about it, but before its baseline is complete, and where one of the codes is switched off. */
const thingsToRemember = (policy: Policy, access: RoleAccess): readonly SeenThing[] => {
  const off = policy.observationsOff ?? [];
  const isUntold =
    Object.values(FIRST_CODES).some((code) => off.includes(code)) ||
    off.includes('baseline-incomplete') ||
    access.observations.some(({ code }) => code === 'baseline-incomplete');
  if (!isUntold) return newThingsOf(access);
  const isNewSession =
    off.includes('unknown-session') || access.observations.some(({ code }) => code === 'unknown-session');
  return [...thingsOfAccess(access), ...(isNewSession ? sessionThings(access) : [])];
};
