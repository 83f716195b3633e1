/** What was seen on roles, in memory. Passes the same contract suite as the DynamoDB one. */
import {
  BASELINE_SECONDS,
  type SeenBefore,
  type SeenOnRole,
  type SeenThing,
} from '../../lib/history/seen-before.ts';
import { type Clock, isoAfter } from '../../lib/kernel/clock.ts';

interface Role {
  since?: string;
  baselineAt?: string;
  readonly things: Map<string, { readonly accessId: string; readonly at: string }>;
}

export class MemorySeen implements SeenBefore {
  readonly roles = new Map<string, Role>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async ask(roleArn: string, things: readonly SeenThing[], accessId: string): Promise<SeenOnRole> {
    const { since, baselineAt, things: seen } = this.#role(roleArn);
    const longAgo = isoAfter(this.#clock.now(), -BASELINE_SECONDS);
    return {
      known: things.filter((thing) => {
        const left = seen.get(keyOf(thing));
        return left !== undefined && left.accessId !== accessId;
      }),
      baselineComplete: baselineAt !== undefined || (since !== undefined && since <= longAgo),
      ...(since === undefined ? {} : { watchedSince: since }),
    };
  }

  async remember(roleArn: string, things: readonly SeenThing[], accessId: string, at: string): Promise<void> {
    const role = this.#role(roleArn);
    role.since ??= at;
    for (const thing of things) {
      if (!role.things.has(keyOf(thing))) role.things.set(keyOf(thing), { accessId, at });
    }
  }

  async completeBaseline(roleArn: string, at: string): Promise<void> {
    const role = this.#role(roleArn);
    role.since ??= at;
    role.baselineAt ??= at;
  }

  #role(roleArn: string): Role {
    const role = this.roles.get(roleArn) ?? { things: new Map() };
    this.roles.set(roleArn, role);
    return role;
  }
}

const keyOf = ({ facet, value }: SeenThing): string => `${facet}#${value}`;
