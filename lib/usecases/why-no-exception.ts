/** Whether accesses like one can be announced, and in which words not. */
import type { AccessRow } from '../history/access-row.ts';
import { pinnedSourceIdentity, principalAlone, principalBeside } from '../policy/exception-subject.ts';
import type { ExceptionSubject } from '../policy/exception.ts';
import { isNeverMuted, NEVER_MUTED } from '../policy/never-muted.ts';

/** Whom an exception made from an access can name, by kind of subject. Empty: none can be made. */
export const subjectsOf = ({ access }: AccessRow): readonly ExceptionSubject[] => {
  if (access === undefined) return [];
  const [arn, beside] = [principalAlone(access), principalBeside(access.caller)];
  const pinned = pinnedSourceIdentity(access);
  return [
    ...(arn === undefined ? [] : [{ kind: 'principal', arn } as const]),
    ...(pinned === undefined || beside === undefined
      ? []
      : [{ kind: 'source-identity', value: pinned, principal: beside } as const]),
  ];
};

/** One sentence; `undefined` when an exception can be made. */
export const whyNoException = (row: AccessRow): string | undefined => {
  const { access, door, canary } = row;
  if (door !== undefined) return 'A door is never expected: what it opens stays open.';
  if (access === undefined) return 'A record that could not be read is never expected.';
  if (canary === true) return 'The canary is told to nobody but its own destination.';
  if (access.outcome === 'denied') return 'A refused attempt is never expected.';
  if (access.role === undefined) return 'The record names no role, so that there is none to be announced.';
  if (access.kind === 'switch-role')
    return 'Only the sign-in half of a console switch is known, which tells too little of who it was.';
  const lasting = access.observations.find(({ code }) => isNeverMuted(code) && !PASSING.includes(code));
  if (lasting !== undefined && isNeverMuted(lasting.code))
    return `It would not be muted. ${lasting.reason} ${NEVER_MUTED[lasting.code]}`;
  return subjectsOf(row).length > 0
    ? undefined
    : 'The record names no single user, role or pinned source identity that an exception could be about.';
};

/** What an access has once, and the next of the same caller need not. */
const PASSING: readonly string[] = [
  'first-principal',
  'first-account',
  'first-network',
  'first-agent',
  'new-service',
  'baseline-incomplete',
  'repeated-denials',
  'used-elsewhere',
  'unknown-session',
];
