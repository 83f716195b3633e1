/**
 * The default event bus. It knows the rules of the packaged template and AWS's rule about their state: read-only
 * management events reach only a rule that asks for them. It hears its own Region and no other, as in AWS, where
 * nothing forwards the records of other Regions yet.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
import type { Clock } from '../lib/kernel/clock.ts';
import { at, type JsonObject, textAt } from '../lib/kernel/json.ts';
import { inputOf } from './target-input.ts';
import type { DeclaredTarget } from './topology.ts';

const RULE_STATES = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'] as const;
export type RuleState = (typeof RULE_STATES)[number];

export interface BusRule {
  readonly name: string;
  readonly state: RuleState;
  readonly matches: (event: JsonObject) => boolean;
  readonly targets: readonly DeclaredTarget[];
}

export interface BusParts {
  readonly rules: readonly BusRule[];
  /** Regions whose records arrive here. */
  readonly regions: readonly string[];
  /** Hands an event to a target; throws when the target did not take it. */
  readonly deliver: (target: DeclaredTarget, event: string) => Promise<void>;
  readonly clock: Clock;
  readonly write: (text: string) => void;
}

export interface EventBus {
  /**
   * Answers the names of the rules that matched, after the first attempt at every target. A target that failed is
   * tried again in the background until it takes the event, the rule's retries are used up or the bus is closed.
   */
  put(event: JsonObject): Promise<readonly string[]>;
  setState(ruleName: string, state: RuleState): void;
  rules(): readonly { readonly name: string; readonly state: RuleState }[];
  close(): void;
}

/** CloudTrail sends nothing larger to EventBridge: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const LARGEST_EVENT = 256 * 1024;
const SLOWEST_RETRY_MS = 30_000;

export function createEventBus(parts: BusParts): EventBus {
  const states = new Map(parts.rules.map((rule) => [rule.name, rule.state]));
  let closed = false;
  const isClosed = (): boolean => closed;

  const retry = async (target: DeclaredTarget, event: string): Promise<void> => {
    for (let attempt = 1; attempt <= target.maximumRetries && !isClosed(); attempt += 1) {
      await parts.clock.sleep(
        Math.min(200 * 2 ** attempt, SLOWEST_RETRY_MS) * (0.5 + parts.clock.random() / 2),
      );
      if (isClosed() || (await delivers(parts, target, event))) return;
    }
    if (isClosed()) return;
    if (target.deadLetterArn !== undefined) {
      await delivers(parts, { arn: target.deadLetterArn, maximumRetries: 0 }, event);
    }
    parts.write(`The event bus gave up on ${target.arn}.\n`);
  };

  const deliver = async (target: DeclaredTarget, event: string): Promise<void> => {
    if (!(await delivers(parts, target, event))) void retry(target, event);
  };

  return {
    put: async (event) => {
      const text = JSON.stringify(event);
      if (Buffer.byteLength(text) > LARGEST_EVENT || !arrives(parts.regions, event)) return [];
      const matching = parts.rules.filter(
        (rule) => listensTo(states.get(rule.name) ?? rule.state, event) && rule.matches(event),
      );
      await Promise.all(
        matching.flatMap((rule) => rule.targets.map((target) => deliver(target, inputOf(target, event)))),
      );
      return matching.map((rule) => rule.name);
    },
    setState: (ruleName, state) => {
      if (!states.has(ruleName)) throw new Error(`no rule is called ${ruleName}`);
      states.set(ruleName, state);
    },
    rules: () => [...states].map(([name, state]) => ({ name, state })),
    close: () => {
      closed = true;
    },
  };
}

async function delivers(parts: BusParts, target: DeclaredTarget, event: string): Promise<boolean> {
  try {
    await parts.deliver(target, event);
    return true;
  } catch {
    return false;
  }
}

function listensTo(state: RuleState, event: JsonObject): boolean {
  if (state === 'DISABLED') return false;
  return state === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' || !isReadOnlyManagementEvent(event);
}

function isReadOnlyManagementEvent(event: JsonObject): boolean {
  const viaCloudTrail = textAt(event, 'detail-type')?.endsWith(' via CloudTrail') ?? false;
  const readOnly = String(at(event, 'detail', 'readOnly')).toLowerCase() === 'true';
  return viaCloudTrail && readOnly && at(event, 'detail', 'managementEvent') !== false;
}

export const ruleState = (text: string): RuleState =>
  RULE_STATES.find((state) => state === text) ?? 'DISABLED';

/** An event that names no Region can only have been put here directly. */
const arrives = (regions: readonly string[], event: JsonObject): boolean => {
  const region = textAt(event, 'region');
  return region === undefined || regions.includes(region);
};
