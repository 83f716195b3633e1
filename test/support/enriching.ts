/** Everything `enrichAccess` needs, in memory, with a CloudTrail and an IAM that can be told what they know. */
import type { EnrichmentRequest } from '../../lib/usecases/ask-enrichment.ts';
import { enrichAccess, type EnrichEffects } from '../../lib/usecases/enrich-access.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { type Delivering, passMinutes, policyWithFallback, startDelivering } from './delivering.ts';
import { memoryTrail, type MemoryTrail } from './memory-trail.ts';
import { envelopeOf } from './sample-events.ts';
import { NORTHWIND, PROD_ADMIN, PRODUCTION } from './sample-policy.ts';

export interface Queued extends EnrichmentRequest {
  readonly delaySeconds: number;
}

export interface Enriching extends Omit<Delivering, 'effects'> {
  readonly effects: Delivering['effects'] & EnrichEffects;
  readonly trail: MemoryTrail;
  /** By role ARN. */
  readonly trust: Map<string, unknown>;
  /** What was put into the enrichment queue. */
  readonly queued: Queued[];
  /** Questions to IAM. */
  readonly askedIam: string[];
  /** What IAM answers instead. */
  iamFailure?: Error;
}

/** The owner's Slack can edit, the client's mail cannot. */
export const startEnriching = (policy: Policy = policyWithFallback): Enriching => {
  const world = startDelivering(policy);
  world.vendor = (_id, { accessId }) => ({ kind: 'sent', reference: `C1:${accessId}` });
  world.editing.add('platform-slack');
  const trail = memoryTrail();
  const [trust, queued, askedIam] = [new Map<string, unknown>(), [] as Queued[], [] as string[]];
  const enriching: Enriching = {
    ...world,
    trail,
    trust,
    queued,
    askedIam,
    effects: {
      ...world.effects,
      trail,
      readTrust: async (roleArn) => {
        askedIam.push(roleArn);
        if (enriching.iamFailure !== undefined) throw enriching.iamFailure;
        const document = trust.get(roleArn);
        return document === undefined ? undefined : encodeURIComponent(JSON.stringify(document));
      },
      enrich: async (request, delaySeconds) => {
        queued.push({ ...request, delaySeconds });
      },
      ownAccountId: PRODUCTION,
      remainingMs: () => 110_000,
      refused: new Map(),
    },
  };
  return enriching;
};

/** Records an entry and lets its notices arrive. */
export const enterAndTell = async (world: Enriching, record: JsonObject): Promise<void> => {
  await recordEvent(world.effects, envelopeOf(record));
  await passMinutes(world, 1);
};

export const look = (world: Enriching, round = 1, accessId = `${PRODUCTION}.event-1`) =>
  enrichAccess(world.effects, { accessId, round });

/** Names of errors are what AWS's clients tell refusals by. */
export const refusedByAws = (name: string): Error => Object.assign(new Error('no'), { name });

/** Lets Northwind in, on conditions. */
export const trusting = (...conditions: readonly JsonObject[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${NORTHWIND}:root` },
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
    Condition: Object.assign({}, ...conditions) as JsonObject,
  },
});

export const PINNED_NAME: JsonObject = { StringEquals: { 'sts:RoleSessionName': '${aws:username}' } };
export const WITH_MFA: JsonObject = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

export const ENTERED = PROD_ADMIN;
