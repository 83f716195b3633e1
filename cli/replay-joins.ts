/**
 * Joins the two records of a console role switch while the lines pass by in their order. Lines wait only behind one
 * that may still find its other half, and never more than a fixed number of them.
 */
import { belongsTogether, callerFromHalf } from '../lib/access/join-switch-role.ts';
import type { RoleAccess } from '../lib/access/role-access.ts';
import type { SwitchRoleHalf } from '../lib/access/switch-role-half.ts';
import type { Judgement } from '../lib/usecases/judge-event.ts';
import { callerOf, HALF_JOINED, type ReplayLine } from './replay-line.ts';

/** Lines that may wait. The halves lie seconds apart, but perhaps in the files of two Regions. */
const MOST_WAITING = 20_000;

interface Waiting {
  line: ReplayLine;
  /** What the other half is recognised by; absent when nothing is waited for. */
  readonly access?: RoleAccess;
  readonly half?: SwitchRoleHalf;
  joined: boolean;
}

export interface Joiner {
  /** Takes the next line; answers those that need not wait any more. */
  add(line: ReplayLine, judgement: Judgement): readonly ReplayLine[];
  /** The end of the input: everything that still waits. */
  end(): readonly ReplayLine[];
}

export const createJoiner = (mostWaiting: number = MOST_WAITING): Joiner => {
  const queue: Waiting[] = [];
  const waitingBy = new Map<string, Set<Waiting>>();
  let first = 0;

  const release = (everything: boolean): readonly ReplayLine[] => {
    const released: ReplayLine[] = [];
    for (let next = queue[first]; next !== undefined; next = queue[first]) {
      const mayWait = !everything && queue.length - first <= mostWaiting && isWaiting(next);
      if (mayWait) break;
      forget(next);
      released.push(next.line);
      first += 1;
    }
    if (first > 1000 || first === queue.length) {
      queue.splice(0, first);
      first = 0;
    }
    return released;
  };

  const forget = (waiting: Waiting): void => {
    const key = keyOf(waiting);
    const group = key === undefined ? undefined : waitingBy.get(key);
    if (key === undefined || group?.delete(waiting) !== true) return;
    if (group.size === 0) waitingBy.delete(key);
  };

  const findOther = (added: Waiting): Waiting | undefined => {
    for (const candidate of waitingBy.get(otherKeyOf(added) ?? '') ?? []) {
      if (fit(added, candidate)) return candidate;
    }
    return undefined;
  };

  return {
    add(line, judgement) {
      const added = waitingFor(line, judgement);
      queue.push(added);
      const key = keyOf(added);
      const other = findOther(added);
      if (other !== undefined) {
        join(added, other);
        forget(other);
      } else if (key !== undefined) {
        waitingBy.set(key, (waitingBy.get(key) ?? new Set()).add(added));
      }
      return release(false);
    },
    end: () => release(true),
  };
};

/** Only what the console did can have another half. */
const waitingFor = (line: ReplayLine, judgement: Judgement): Waiting => {
  if (judgement.kind === 'switch-half') return { line, half: judgement.half, joined: false };
  const byConsole =
    judgement.kind === 'access' &&
    judgement.access.kind === 'assume-role' &&
    judgement.access.outcome === 'success' &&
    judgement.access.session.principalId !== undefined &&
    judgement.access.origin.text === 'AWS Internal';
  return byConsole ? { line, access: judgement.access, joined: false } : { line, joined: false };
};

const isWaiting = ({ access, half, joined }: Waiting): boolean =>
  !joined && (access !== undefined || half !== undefined);

/** Halves and entries are found by the session they opened, each kind among the other. */
const keyOf = ({ access, half }: Waiting): string | undefined => {
  if (half !== undefined) return `half ${half.sessionPrincipalId}`;
  const session = access?.session.principalId;
  return session === undefined ? undefined : `entry ${session}`;
};

const otherKeyOf = ({ access, half }: Waiting): string | undefined => {
  if (half !== undefined) return `entry ${half.sessionPrincipalId}`;
  const session = access?.session.principalId;
  return session === undefined ? undefined : `half ${session}`;
};

const fit = (one: Waiting, other: Waiting): boolean => {
  const [access, half] = [one.access ?? other.access, one.half ?? other.half];
  return access !== undefined && half !== undefined && belongsTogether(access, half);
};

const join = (one: Waiting, other: Waiting): void => {
  const [entry, signIn] = one.half === undefined ? [one, other] : [other, one];
  if (entry.access === undefined || signIn.half === undefined) return;
  const caller = callerOf(callerFromHalf(entry.access.caller, signIn.half));
  const [entryId, signInId] = [entry.line.eventID ?? '', signIn.line.eventID ?? ''];
  entry.line = { ...entry.line, caller, joinedTo: signInId };
  signIn.line = { ...signIn.line, caller, reason: HALF_JOINED, joinedTo: entryId };
  entry.joined = true;
  signIn.joined = true;
};
