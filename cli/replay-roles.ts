/** Which roles were entered, and by whom: the way to find out which ones to designate. */
import type { ReplayLine } from './replay-line.ts';

/** More roles than an account may have (5,000); what comes after is only counted. */
const MOST_ROLES = 20_000;
const MOST_CALLERS = 5;

export interface SeenRole {
  readonly arn: string;
  readonly name: string;
  entries: number;
  denied: number;
  /** Entries of AWS services among them. */
  byServices: number;
  /** The first few different callers, with how sure we are. */
  readonly callers: string[];
  /** True when there were more callers than are named. */
  moreCallers: boolean;
}

export interface SeenRoles {
  add(line: ReplayLine): void;
  /** Roles that people entered first, then by how often. */
  list(): readonly SeenRole[];
}

export const countRoles = (): SeenRoles => {
  const roles = new Map<string, SeenRole>();
  return {
    add(line) {
      // The sign-in half of a switch was counted with the entry it belongs to.
      const repeats = line.eventName === 'SwitchRole' && line.joinedTo !== undefined;
      if (line.verdict !== 'access' || line.role === null || line.caller === null || repeats) return;
      const role = roles.get(line.role.arn) ?? newRole(line.role.arn, line.role.name);
      if (!roles.has(role.arn) && roles.size >= MOST_ROLES) return;
      roles.set(role.arn, role);
      role.entries += line.outcome === 'success' ? 1 : 0;
      role.denied += line.outcome === 'denied' ? 1 : 0;
      role.byServices += line.caller.type === 'aws-service' ? 1 : 0;
      nameCaller(role, `${line.caller.label} (${line.caller.certainty})`);
    },
    list: () => [...roles.values()].sort(peopleFirst),
  };
};

const newRole = (arn: string, name: string): SeenRole => ({
  arn,
  name,
  entries: 0,
  denied: 0,
  byServices: 0,
  callers: [],
  moreCallers: false,
});

const nameCaller = (role: SeenRole, caller: string): void => {
  if (role.callers.includes(caller)) return;
  if (role.callers.length < MOST_CALLERS) role.callers.push(caller);
  else role.moreCallers = true;
};

/** True when nobody but AWS services took the role. */
export const onlyServices = ({ entries, denied, byServices }: SeenRole): boolean =>
  byServices === entries + denied;

const peopleFirst = (one: SeenRole, other: SeenRole): number =>
  Number(onlyServices(one)) - Number(onlyServices(other)) ||
  other.entries + other.denied - (one.entries + one.denied) ||
  (one.arn < other.arn ? -1 : 1);
