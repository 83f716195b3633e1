/**
 * Where events happen: the laptop's own bus is the home Region of the stack's account. The other Regions and accounts of
 * `rolecall.yml` have buses of their own, with the rules of the very templates that are deployed there, and what those rules
 * forward arrives at home. Whatever happens elsewhere is heard by nobody.
 */
import { rulePatterns } from '../lib/config/event-patterns.ts';
import type { Clock } from '../lib/kernel/clock.ts';
import { type JsonObject, textAt } from '../lib/kernel/json.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { collectorTemplate, type ForwardingTemplate, partnerTemplate } from '../infra/forwarding.cjs';
import { LOCAL_ACCOUNT } from './aws-json.ts';
import { busRules } from './bus-rules.ts';
import { createEventBus, type EventBus } from './event-bus.ts';
import { localReferences } from './local-names.ts';
import { decodeTemplate } from './template.ts';
import { type DeclaredRule, readTopology } from './topology.ts';

/** A bus and the rules on it, as they were declared. */
export interface PlacedBus {
  readonly bus: EventBus;
  readonly rules: readonly DeclaredRule[];
}

export interface EventPlace {
  readonly accountId: string;
  readonly region: string;
}

export interface Heard {
  /** Names of the rules at home that matched; empty when no rule wanted it. */
  readonly rules: readonly string[];
  /** Where it happened, unless at home. */
  readonly elsewhere?: EventPlace;
  /** The rules that forwarded it from there. */
  readonly forwardedBy?: readonly string[];
  /** Why nobody listens there. */
  readonly unheard?: 'region' | 'account';
}

export interface EventWorld {
  /** Lets an event happen in the account and the Region that it names; at home when it names none. */
  put(event: JsonObject): Promise<Heard>;
  /** The bus of a Region of the stack's own account; `undefined` where none of our rules stand. */
  inRegion(region: string): PlacedBus | undefined;
  /** That of any covered account. */
  at(place: EventPlace): PlacedBus | undefined;
  close(): void;
}

export interface WorldParts {
  readonly policy: WorldPolicy;
  readonly home: PlacedBus;
  readonly region: string;
  /** The account whose number the records of the stack's own account bear, beside the one that the laptop has. */
  readonly accountId: string;
  readonly stackName: string;
  readonly clock: Clock;
  readonly write: (text: string) => void;
}

/** As far as it is known: without accounts everything happens at home. */
export type WorldPolicy = Partial<Pick<Policy, 'accounts' | 'regions' | 'trustedAccounts'>> &
  Pick<Policy, 'roles' | 'homeRegion'>;

export function eventWorld(parts: WorldParts): EventWorld {
  const { policy, home, region: homeRegion } = parts;
  const { accounts = [], regions = [homeRegion], trustedAccounts = [] } = policy;
  const own = new Set([LOCAL_ACCOUNT, parts.accountId]);
  const listed = new Set([...own, ...accounts.map(({ id }) => id)]);
  const partners = new Set(trustedAccounts.flatMap(({ id, partner }) => (partner === true ? [id] : [])));
  const known = { accounts, trustedAccounts, roles: policy.roles, homeRegion: policy.homeRegion };
  const made = new Map<string, PlacedBus>();

  const make = (place: EventPlace): PlacedBus => {
    const from = { policy: known, rules: rulePatterns(known) };
    const template = listed.has(place.accountId) ? collectorTemplate(from) : partnerTemplate(from);
    return placedBus(template, place, parts);
  };
  const at = (place: EventPlace): PlacedBus | undefined => {
    if (own.has(place.accountId) && place.region === homeRegion) return home;
    if (!regions.includes(place.region)) return undefined;
    if (!listed.has(place.accountId) && !partners.has(place.accountId)) return undefined;
    const name = `${place.accountId} ${place.region}`;
    const placed = made.get(name) ?? make(place);
    made.set(name, placed);
    return placed;
  };

  return {
    put: async (event) => {
      const place = accounts.length === 0 ? undefined : placeOf(event, parts);
      if (place === undefined) return { rules: await home.bus.put(event) };
      const placed = at(place);
      if (placed === undefined) {
        const isKnown = listed.has(place.accountId) || partners.has(place.accountId);
        return { rules: [], elsewhere: place, unheard: isKnown ? 'region' : 'account' };
      }
      const matched = [...new Set(await placed.bus.put(event))];
      if (placed === home) return { rules: matched };
      const there = new Set(placed.rules.map(({ name }) => name));
      return {
        rules: matched.filter((name) => !there.has(name)),
        elsewhere: place,
        forwardedBy: matched.filter((name) => there.has(name)),
      };
    },
    inRegion: (region) => at({ accountId: parts.accountId, region }),
    at,
    close: () => {
      home.bus.close();
      for (const { bus } of made.values()) bus.close();
    },
  };
}

/** An event that names no Region can only have been put on the bus directly. */
const placeOf = (event: JsonObject, { accountId }: WorldParts): EventPlace | undefined => {
  const region = textAt(event, 'region');
  return region === undefined || region === ''
    ? undefined
    : { accountId: textAt(event, 'account') ?? accountId, region };
};

/** Nothing there but rules is played: its dead letters are lost, and that is said. */
function placedBus(
  template: ForwardingTemplate,
  { accountId, region }: EventPlace,
  { home, region: homeRegion, stackName, clock, write }: WorldParts,
): PlacedBus {
  const decoded = decodeTemplate(template);
  const references = localReferences(decoded, {
    accountId,
    region,
    stackName: `${stackName}-elsewhere`,
    messagingUrl: '',
    pageUrl: '',
    parameters: {
      HomeAccountId: LOCAL_ACCOUNT,
      HomeRegion: homeRegion,
      HomeStack: stackName,
      OperatorEmail: '',
    },
  });
  const { rules } = readTopology(decoded, references);
  const homeArn = `arn:aws:events:${homeRegion}:${LOCAL_ACCOUNT}:event-bus/default`;
  const bus = createEventBus({
    rules: busRules(rules),
    regions: [region],
    deliver: () => Promise.reject(new Error('nothing but the bus at home is played')),
    busAt: (arn) => (arn === homeArn ? home.bus : undefined),
    clock,
    write,
  });
  return { bus, rules };
}
