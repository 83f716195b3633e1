/** What AWS answers the doctor about the account the laptop plays: its trail, rules, key, Regions, stack, and who is asking. */
import { at, isObject, type JsonObject, textAt } from '../lib/kernel/json.ts';
import { DEFAULT_REGIONS } from '../lib/config/aws-regions.ts';
import { answerCloudFormation, type StackParts } from './describe-stack.ts';
import type { EventBus } from './event-bus.ts';
import type { EventWorld } from './event-world.ts';
import type { LocalTrail } from './local-trail.ts';
import { answerSts, type StsParts } from './sts.ts';
import { resolvedResources } from './template.ts';
import type { DeclaredRule, DeclaredTarget, Topology } from './topology.ts';

export interface AccountParts extends StackParts, Omit<StsParts, 'topology'> {
  readonly topology: Topology;
  readonly world: Pick<EventWorld, 'inRegion'>;
  readonly trail: LocalTrail;
}

export interface AccountStandIns {
  /** To a request in a JSON protocol; `undefined` for an action that is none of these. */
  json(action: string, input: JsonObject, region: string): JsonObject | undefined;
  /** To a request in the query protocol. */
  query(
    parameters: URLSearchParams,
    sessionToken: string | undefined,
  ): Promise<{ readonly status: number; readonly xml: string } | undefined>;
  /** To a request by path. */
  path(path: string): JsonObject | undefined;
}

export const accountStandIns = (parts: AccountParts): AccountStandIns => ({
  json: (action, input, region) => {
    switch (action) {
      case 'ListRules': {
        const placed = parts.world.inRegion(region);
        return { Rules: (placed?.rules ?? []).map((rule) => presentRule(rule, placed?.bus)) };
      }
      case 'ListTargetsByRule': {
        const rules = parts.world.inRegion(region)?.rules ?? [];
        const rule = rules.find(({ name }) => name === textAt(input, 'Rule'));
        return { Targets: (rule?.targets ?? []).map(presentTarget) };
      }
      case 'GetKeyPolicy':
        return keyPolicy(parts);
      default:
        return parts.trail.answer(action);
    }
  },

  query: async (parameters, sessionToken) => {
    const stack = answerCloudFormation(parameters, parts);
    return stack === undefined ? answerSts(parameters, sessionToken, parts) : { status: 200, xml: stack };
  },

  path: (path) => (path === '/listRegions' ? REGIONS : undefined),
});

/** Those that every account has. */
const REGIONS: JsonObject = {
  Regions: DEFAULT_REGIONS.map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED_BY_DEFAULT' })),
};

const presentRule = (
  { name, arn, state, pattern, schedule }: DeclaredRule,
  bus: EventBus | undefined,
): JsonObject => ({
  Name: name,
  Arn: arn,
  State: bus?.rules().find((rule) => rule.name === name)?.state ?? state,
  EventBusName: 'default',
  ...(pattern === undefined ? {} : { EventPattern: JSON.stringify(pattern) }),
  ...(schedule === undefined ? {} : { ScheduleExpression: schedule }),
});

const presentTarget = (target: DeclaredTarget, index: number): JsonObject => ({
  Id: String(index),
  Arn: target.arn,
  ...(target.input === undefined ? {} : { Input: target.input }),
  ...(target.transformer === undefined ? {} : { InputTransformer: {} }),
  ...(target.deadLetterArn === undefined ? {} : { DeadLetterConfig: { Arn: target.deadLetterArn } }),
});

/** The template has one key. */
const keyPolicy = ({ template, references }: StackParts): JsonObject => {
  const [key] = resolvedResources(template, 'AWS::KMS::Key', references);
  const policy = at(key?.properties, 'KeyPolicy');
  return isObject(policy) ? { Policy: JSON.stringify(policy), PolicyName: 'default' } : {};
};
