/**
 * The default event bus of one account in one Region. It knows the rules of a template and AWS's rule about their state:
 * read-only management events reach only a rule that asks for them. It hears its own Region, and what the rules of another
 * bus forward; that it forwards no further.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
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
  /** Other buses by ARN; without it there are none. */
  readonly busAt?: (arn: string) => EventBus | undefined;
  readonly clock: Clock;
  readonly write: (text: string) => void;
}

export interface EventBus {
  /**
   * Answers the names of the rules that matched, here and on the buses it was forwarded to, after the first attempt at
   * every target. A target that failed is tried again in the background until it takes the event, the rule's retries are
   * used up or the bus is closed. `forwarded`: a rule of another bus brings it.
   */
  put(event: JsonObject, how?: { readonly forwarded: boolean }): Promise<readonly string[]>;
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
    if (!isClosed()) await giveUp(target, event);
  };

  const giveUp = async (target: DeclaredTarget, event: string): Promise<void> => {
    if (target.deadLetterArn !== undefined) {
      await delivers(parts, { arn: target.deadLetterArn, maximumRetries: 0 }, event);
    }
    parts.write(`The event bus gave up on ${target.arn}.\n`);
  };

  const deliver = async (target: DeclaredTarget, event: string): Promise<void> => {
    if (!(await delivers(parts, target, event))) void retry(target, event);
  };

  /** Neither a second hop nor a bus that is not there is tried again. */
  const forward = async (
    target: DeclaredTarget,
    event: JsonObject,
    hops: number,
  ): Promise<readonly string[]> => {
    const bus = hops === 0 ? parts.busAt?.(target.arn) : undefined;
    if (bus !== undefined) return bus.put(event, { forwarded: true });
    await giveUp(target, JSON.stringify(event));
    return [];
  };

  return {
    put: async (event, { forwarded } = { forwarded: false }) => {
      const text = JSON.stringify(event);
      if (Buffer.byteLength(text) > LARGEST_EVENT) return [];
      if (!forwarded && !arrives(parts.regions, event)) return [];
      const matching = parts.rules.filter(
        (rule) => listensTo(states.get(rule.name) ?? rule.state, event) && rule.matches(event),
      );
      const targets = matching.flatMap((rule) => rule.targets);
      const elsewhere = await Promise.all(
        targets.filter(isBus).map((target) => forward(target, event, forwarded ? 1 : 0)),
      );
      await Promise.all(
        targets.filter((target) => !isBus(target)).map((target) => deliver(target, inputOf(target, event))),
      );
      return [...matching.map((rule) => rule.name), ...elsewhere.flat()];
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

const isBus = ({ arn }: DeclaredTarget): boolean => /^arn:[^:]+:events:[^:]+:\d{12}:event-bus\//.test(arn);

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
