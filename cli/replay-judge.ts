/** Would it have rung? The rules that are deployed first, then the code that runs behind them. */
import { REGION_SOURCE } from '../lib/access/decode-region-change.ts';
import { DOOR_DECODERS } from '../lib/access/doors/door-decoders.ts';
import { rulePatterns } from '../lib/config/event-patterns.ts';
import { compilePattern, type EventMatcher } from '../lib/eventbridge/compile-pattern.ts';
import { parsePattern } from '../lib/eventbridge/parse-pattern.ts';
import { parseArn } from '../lib/kernel/arn.ts';
import { compact, type JsonObject, textAt } from '../lib/kernel/json.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { type Judgement, judgeEvent } from '../lib/usecases/judge-event.ts';

/** Judges one envelope; `undefined` when no rule lets it through. */
export type Judge = (envelope: JsonObject) => Judgement | undefined;

/** Judges as the deployed product with this policy would. */
export const judgeByPolicy = (policy: Policy, ownStack?: string): Judge => {
  const matchers = matchersOf(policy);
  return (envelope) =>
    matchers.some((matches) => matches(envelope))
      ? judgeEvent(policy, JSON.stringify(envelope), { envelope, ...compact({ ownStack }) })
      : undefined;
};

const matchersOf = (policy: Policy): readonly EventMatcher[] =>
  rulePatterns(policy).flatMap((rule) => {
    const parsed = parsePattern(rule.pattern);
    return parsed.ok ? [compilePattern(parsed.value)] : [];
  });

/** Owner of everything when every role counts. */
export const EVERYBODY = 'everybody';

/** Accounts whose rules are kept ready; more than any organisation has. */
const MOST_ACCOUNTS = 2000;

/** Judges as if every role of every account that recorded an event were designated. Needs no configuration. */
export const judgeEveryRole = (ownStack?: string): Judge => {
  const judges = new Map<string, Judge>();
  return (envelope) => {
    if (!mayMatter(envelope)) return undefined;
    const accountId = textAt(envelope, 'account') ?? '';
    // Of a published record the number may have been made unrecognisable.
    if (!/^[\w-]{1,32}$/.test(accountId)) return undefined;
    const partition = partitionOf(envelope);
    const key = `${partition}:${accountId}`;
    if (judges.size >= MOST_ACCOUNTS) judges.clear();
    const judge = judges.get(key) ?? judgeByPolicy(everyRolePolicy(partition, accountId), ownStack);
    judges.set(key, judge);
    return judge(envelope);
  };
};

/** Where entries and doors come from: most records of a log do not, and are not worth a judgement. */
const SOURCES: ReadonlySet<string> = new Set([
  'aws.sts',
  'aws.signin',
  REGION_SOURCE,
  ...DOOR_DECODERS.map(({ eventSource }) => `aws.${eventSource.split('.')[0] ?? ''}`),
]);

const mayMatter = (envelope: JsonObject): boolean =>
  SOURCES.has(textAt(envelope, 'source') ?? '') ||
  textAt(envelope, 'detail', 'userIdentity', 'type') === 'Root';

const everyRolePolicy = (partition: string, accountId: string): Policy => ({
  hash: '',
  homeRegion: 'us-east-1',
  regions: [],
  accounts: [{ id: accountId, name: accountId, owner: EVERYBODY, retentionDays: 0 }],
  roles: [
    { pattern: `arn:${partition}:iam::${accountId}:role/*`, accountId, name: 'every role', owner: EVERYBODY },
  ],
  owners: [{ id: EVERYBODY, name: 'Everybody', timeZone: 'UTC', destinations: [] }],
  clients: [],
  defaultOwner: EVERYBODY,
  repeatWindowMinutes: 0,
  trustedAccounts: [],
  destinations: [],
});

/** `aws`, `aws-cn`, `aws-us-gov`, ...: of the role, else of whoever called, else the common one. */
const partitionOf = (envelope: JsonObject): string => {
  const arn =
    textAt(envelope, 'detail', 'requestParameters', 'roleArn') ??
    textAt(envelope, 'detail', 'userIdentity', 'arn') ??
    / on resource: (\S+)/.exec(textAt(envelope, 'detail', 'errorMessage') ?? '')?.[1];
  const partition = parseArn(arn ?? '')?.partition ?? '';
  return /^aws(-[a-z-]{1,16})?$/.test(partition) ? partition : 'aws';
};
