/** What is said about one record that a rule let through. */
import type { Caller, CallerType, Certainty, Evidence } from '../lib/access/caller.ts';
import type { Door, DoorKind } from '../lib/access/door.ts';
import { accessFromHalf } from '../lib/access/join-switch-role.ts';
import type { Observation } from '../lib/access/observations.ts';
import type { AccessOutcome, MfaState, RoleAccess } from '../lib/access/role-access.ts';
import { type JsonObject, textAt } from '../lib/kernel/json.ts';
import type { Route } from '../lib/policy/route.ts';
import type { IgnoredReason, Judgement } from '../lib/usecases/judge-event.ts';

export const REPLAY_VERDICTS = ['access', 'door', 'ignored', 'unreadable'] as const;
export type ReplayVerdict = (typeof REPLAY_VERDICTS)[number];

/** One line of `rolecall replay --json`. What a record does not tell is null. */
export interface ReplayLine {
  readonly eventID: string | null;
  readonly eventName: string | null;
  /** ISO 8601, UTC. */
  readonly time: string | null;
  readonly verdict: ReplayVerdict;
  /** A sentence. */
  readonly reason: string;
  /** `failed`: a door that AWS refused for another reason than a missing right. */
  readonly outcome: AccessOutcome | 'failed' | null;
  readonly role: { readonly arn: string; readonly account: string; readonly name: string } | null;
  readonly caller: ReplayCaller | null;
  readonly session: {
    readonly name: string | null;
    readonly accessKeyId: string | null;
    readonly expires: string | null;
  } | null;
  readonly mfa: MfaState | null;
  readonly observations: readonly Observation[];
  /** Present when the verdict is `door`. */
  readonly door?: ReplayDoor;
  /** Id of the owner who would have been told; of a door that is only recorded, who answers for it. */
  readonly owner: string | null;
  /** Ids of the destinations that would have been told. */
  readonly destinations: readonly string[];
  /** The other half of a console role switch, when it is in the same input. */
  readonly joinedTo?: string;
}

export interface ReplayDoor {
  readonly kind: DoorKind;
  readonly explanation: string;
  /** Whom it lets in, outsiders first: principals as the policy writes them. */
  readonly opens: readonly string[];
  /** `urgent` and `normal` ring; `recorded` does not. */
  readonly weight: Door['weight'];
  readonly subject: Door['subject'];
  readonly account: string;
}

interface ReplayCaller {
  readonly label: string;
  readonly certainty: Certainty;
  readonly type: CallerType;
  readonly account: string | null;
  readonly principalId: string | null;
  readonly evidence: readonly Evidence[];
}

/** Why a record that a rule let through is not announced. */
export const IGNORED_SENTENCES: Readonly<Record<IgnoredReason, string>> = {
  'not-an-entry': 'It is no entry into a role.',
  'caller-side-copy': "It is the copy kept by the caller's account: the role is another account's.",
  'left-role': 'Somebody went back out of a role, in the console.',
  'no-role-yet': 'It names no role: the record of STS that follows it is the entry.',
  'role-not-designated': 'The role is not designated in rolecall.yml.',
  'account-not-listed': 'The account is not listed in rolecall.yml.',
};

export const HALF_ALONE =
  'The sign-in half of a console role switch without its AssumeRole half in this input: it would have rung alone after 15 minutes.';
export const HALF_JOINED =
  'The sign-in half of a console role switch: it is joined to the AssumeRole half and names the person.';

const PARTNER_COPY =
  'The copy that a partner’s account forwarded: it names the caller of an access, and rings for nothing itself.';

const HEARTBEAT = 'A heartbeat of Rolecall itself: no record.';

/** The line for a judgement; `record` supplies the names that an ignored record keeps. */
export const lineOf = (judgement: Judgement, envelope: JsonObject): ReplayLine => {
  const blank = blankLine(envelope);
  switch (judgement.kind) {
    case 'ignored':
      return {
        ...blank,
        ...(judgement.access === undefined ? {} : factsOf(judgement.access)),
        verdict: 'ignored',
        reason: IGNORED_SENTENCES[judgement.reason],
      };
    case 'heartbeat':
      return { ...blank, verdict: 'ignored', reason: HEARTBEAT };
    case 'unreadable':
      return {
        ...blank,
        ...toldBy(judgement.route),
        verdict: 'unreadable',
        reason: judgement.unreadable.reason,
      };
    case 'switch-half':
      return {
        ...blank,
        ...factsOf(accessFromHalf(judgement.half)),
        ...toldBy(judgement.route),
        verdict: 'access',
        reason: HALF_ALONE,
      };
    case 'door':
      return {
        ...blank,
        ...factsOfDoor(judgement.door),
        ...toldBy(judgement.route),
        verdict: 'door',
        reason: reasonOfDoor(judgement.door),
      };
    case 'caller-copy':
      return { ...blank, caller: callerOf(judgement.copy.caller), verdict: 'ignored', reason: PARTNER_COPY };
    case 'access':
      return {
        ...blank,
        ...factsOf(judgement.access),
        ...toldBy(judgement.route),
        verdict: 'access',
        reason: `${designation(judgement.designated?.name)}${correctionOf(judgement.access)}`,
      };
  }
};

const designation = (name: string | undefined): string =>
  name === undefined
    ? 'A refused attempt that does not say which role: it counts for the whole account.'
    : `The role is designated: ${name}.`;

const correctionOf = ({ correction }: RoleAccess | Door): string =>
  correction === undefined ? '' : ' It corrects an earlier record: who was told of that is not told anew.';

const reasonOfDoor = (door: Door): string =>
  `${door.weight === 'recorded' ? 'A door that is recorded and rings for nobody' : 'A door that rings'}: ${door.because}.${correctionOf(door)}`;

const factsOfDoor = (door: Door): Partial<ReplayLine> => ({
  // An event that holds no CloudTrail record has neither in its detail.
  eventID: door.eventId,
  eventName: door.eventName,
  time: door.time,
  outcome: door.outcome,
  caller: callerOf(door.caller),
  mfa: door.mfa,
  door: {
    kind: door.kind,
    explanation: door.explanation,
    opens: door.opens.map(({ principal }) => principal),
    weight: door.weight,
    subject: door.subject,
    account: door.accountId,
  },
});

const blankLine = (envelope: JsonObject): Omit<ReplayLine, 'verdict' | 'reason'> => ({
  eventID: textAt(envelope, 'detail', 'eventID') ?? null,
  eventName: textAt(envelope, 'detail', 'eventName') ?? null,
  time: textAt(envelope, 'detail', 'eventTime') ?? null,
  outcome: null,
  role: null,
  caller: null,
  session: null,
  mfa: null,
  observations: [],
  owner: null,
  destinations: [],
});

const toldBy = (route: Route): Pick<ReplayLine, 'owner' | 'destinations'> => ({
  owner: route.owner,
  destinations: route.legs.map((leg) => leg.destinationId),
});

const factsOf = (access: RoleAccess): Partial<ReplayLine> => ({
  time: access.time,
  outcome: access.outcome,
  role:
    access.role === undefined
      ? null
      : { arn: access.role.arn, account: access.role.accountId, name: access.role.name },
  caller: callerOf(access.caller),
  session: {
    name: access.session.name ?? null,
    accessKeyId: access.session.accessKeyId ?? null,
    expires: access.session.expires ?? null,
  },
  mfa: access.mfa,
  observations: access.observations,
});

export const callerOf = (caller: Caller): ReplayCaller => ({
  label: caller.label,
  certainty: caller.certainty,
  type: caller.type,
  account: caller.accountId ?? null,
  principalId: caller.principalId ?? null,
  evidence: caller.evidence,
});
