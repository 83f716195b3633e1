/** What makes functions run: event source mappings and schedules. */
import type { Clock } from '../lib/kernel/clock.ts';
import { type JsonObject, parseJson, textAt } from '../lib/kernel/json.ts';
import { LOCAL_ACCOUNT } from './aws-json.ts';
import { queueUrlOf } from './local-names.ts';
import { type Poller, startPoller } from './poller.ts';
import { type Scheduled, startSchedules } from './schedule.ts';
import type { Functions } from './start-functions.ts';
import { inputOf } from './target-input.ts';
import type { DeclaredRule, DeclaredTarget, Topology } from './topology.ts';

export interface InvokingParts {
  readonly functions: Functions;
  /** Processes per function at most, whatever the template says. */
  readonly mostEnvironments: number;
  readonly region: string;
  readonly messagingUrl: string;
  /** Whether the product examines itself by schedule: destinations asked, doctor, canary. */
  readonly examines: boolean;
  /** Hands an event to a target that is no function; throws when it did not take it. */
  readonly deliver: (target: DeclaredTarget, event: string) => Promise<void>;
  readonly clock: Clock;
}

export interface Invoking {
  /** Runs the schedules that are due. */
  tick(): Promise<void>;
  /** Begins nothing any more; resolves when every batch has ended. */
  close(): Promise<void>;
}

export function startInvoking(topology: Topology, parts: InvokingParts): Invoking {
  const schedules = startSchedules(scheduledOf(topology, parts), parts.clock);
  const pollers = startPollers(topology, parts);
  return {
    tick: schedules.tick,
    close: async () => {
      schedules.close();
      await Promise.all(pollers.map((poller) => poller.close()));
    },
  };
}

const startPollers = (
  topology: Topology,
  { functions, region, messagingUrl, mostEnvironments }: InvokingParts,
): readonly Poller[] =>
  topology.mappings.map((mapping) =>
    startPoller({
      mapping: { ...mapping, maximumConcurrency: Math.min(mapping.maximumConcurrency, mostEnvironments) },
      queueUrl: queueUrlOf(mapping.queueArn, messagingUrl),
      messagingUrl,
      region,
      invoke: functions.find(mapping.functionRef).invoke,
    }),
  );

const scheduledOf = (topology: Topology, parts: InvokingParts): readonly Scheduled[] =>
  topology.rules.flatMap((rule) => {
    const { schedule: expression, state, targets } = rule;
    if (expression === undefined || state === 'DISABLED') return [];
    return targets
      .filter((target) => parts.examines || !examines(target))
      .map((target) => ({ expression, run: () => runTarget(rule, target, parts) }));
  });

const EXAMINING = ['probe', 'doctor', 'canary'];

const examines = ({ input }: DeclaredTarget): boolean =>
  EXAMINING.includes(textAt(parseJson(input ?? ''), 'task') ?? '');

async function runTarget(rule: DeclaredRule, target: DeclaredTarget, parts: InvokingParts): Promise<void> {
  const input = inputOf(target, scheduledEvent(rule, parts));
  if (target.arn.startsWith('arn:aws:lambda:')) {
    await parts.functions.find(target.arn).invoke(parseJson(input));
    return;
  }
  // What comes again with the next schedule is not tried again here.
  await parts.deliver(target, input).catch(() => undefined);
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
const scheduledEvent = ({ name }: DeclaredRule, { clock, region }: InvokingParts): JsonObject => ({
  version: '0',
  id: clock.newId(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: LOCAL_ACCOUNT,
  time: clock
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z'),
  region,
  resources: [`arn:aws:events:${region}:${LOCAL_ACCOUNT}:rule/${name}`],
  detail: {},
});
