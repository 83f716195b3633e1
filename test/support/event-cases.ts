/** The cases in `events/`, and what is compared of a judgement. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Caller } from '../../lib/access/caller.ts';
import type { Door } from '../../lib/access/door.ts';
import type { RoleAccess } from '../../lib/access/role-access.ts';
import { decodeConfiguration } from '../../lib/config/decode-configuration.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import type { Route } from '../../lib/policy/route.ts';
import type { Judgement } from '../../lib/usecases/judge-event.ts';

export const EVENTS_FOLDER = join(__dirname, '..', '..', 'events');

export interface EventExpectation {
  readonly says: string;
  readonly rings: boolean;
  readonly judgement: unknown;
  readonly mustNotAppear: readonly string[];
}

export interface EventCase {
  /** `assume-role/cross-account-session` */
  readonly name: string;
  /** The message as it would lie in the intake queue. */
  readonly text: string;
  readonly expectation: EventExpectation;
}

/** Every case, in the order of the names: read once, because a test asks for one after the other. */
export const readEventCases = (): readonly EventCase[] => {
  cases ??= readCases();
  return cases;
};

let cases: readonly EventCase[] | undefined;

const readCases = (): readonly EventCase[] =>
  readdirSync(EVENTS_FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.expect.json'))
    .sort()
    .map((file) => readCase(join(EVENTS_FOLDER, file)));

const readCase = (expected: string): EventCase => {
  const base = expected.slice(0, -'.expect.json'.length);
  return {
    name: relative(EVENTS_FOLDER, base),
    text: readEither(`${base}.json`, `${base}.txt`),
    expectation: JSON.parse(readFileSync(expected, 'utf8')) as EventExpectation,
  };
};

const readEither = (one: string, other: string): string => {
  try {
    return readFileSync(one, 'utf8');
  } catch {
    return readFileSync(other, 'utf8');
  }
};

/** The policy of `events/rolecall.yml`: decoded once, because hundreds of cases ask for it. */
export const readEventPolicy = (): Policy => {
  decoded ??= decodeEventPolicy();
  return decoded;
};

let decoded: Policy | undefined;

const decodeEventPolicy = (): Policy => {
  const text = readFileSync(join(EVENTS_FOLDER, 'rolecall.yml'), 'utf8');
  const result = decodeConfiguration(text, { allowEnvSecrets: false });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.policy;
};

/** The stack whose own resources the cases speak of. */
export const OWN_STACK = 'rolecall-prod';

/** What an expectation holds of a judgement. */
export const summarise = (judgement: Judgement): unknown => {
  switch (judgement.kind) {
    case 'access':
      return {
        kind: 'access',
        ...factsOf(judgement.access),
        designated: judgement.designated?.name ?? null,
        ...toldBy(judgement.route),
      };
    case 'switch-half': {
      const { half } = judgement;
      return {
        kind: 'switch-half',
        outcome: half.outcome,
        role: half.roleName,
        session: half.sessionPrincipalId,
        switchedFrom: half.switchedFrom ?? null,
        origin: half.origin,
        designated: judgement.designated.name,
        ...toldBy(judgement.route),
      };
    }
    case 'door':
      return {
        kind: 'door',
        door: factsOfDoor(judgement.door),
        caller: callerFacts(judgement.door.caller),
        ...toldBy(judgement.route),
      };
    case 'caller-copy': {
      const { copy } = judgement;
      return {
        kind: 'caller-copy',
        outcome: copy.outcome,
        role: copy.roleArn,
        sharedEventId: copy.sharedEventId,
        caller: callerFacts(copy.caller),
        mfa: copy.mfa,
        origin: copy.origin,
        designated: judgement.designated.name,
      };
    }
    case 'ignored':
      return {
        kind: 'ignored',
        reason: judgement.reason,
        ...(judgement.access === undefined ? {} : factsOf(judgement.access)),
      };
    case 'heartbeat':
      return { kind: 'heartbeat' };
    case 'unreadable':
      return { kind: 'unreadable', reason: judgement.unreadable.reason, ...toldBy(judgement.route) };
  }
};

const factsOf = (access: RoleAccess) => ({
  accessId: access.accessId,
  entry: access.kind,
  outcome: access.outcome,
  role: access.role?.arn ?? null,
  caller: callerFacts(access.caller),
  session: access.session,
  mfa: access.mfa,
  origin: access.origin,
  recorded: access.recorded,
  observations: access.observations.map((observation) => observation.code),
});

const callerFacts = ({ label, certainty, type, accountId }: Caller) => ({
  label,
  certainty,
  type,
  account: accountId ?? null,
});

const factsOfDoor = (door: Door) => ({
  kind: door.kind,
  subject: door.subject,
  explanation: door.explanation,
  opens: door.opens.map(({ principal }) => principal),
  weight: door.weight,
  outcome: door.outcome,
});

const toldBy = (route: Route) => ({
  owner: route.owner,
  client: route.client ?? null,
  destinations: route.legs.map((leg) => `${leg.destinationId} (${leg.edition})`),
});
