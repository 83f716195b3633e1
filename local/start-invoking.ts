/** What makes functions run: event source mappings and schedules. */
import type { Clock } from '../lib/kernel/clock.ts';
import { parseJson } from '../lib/kernel/json.ts';
import { queueUrlOf } from './local-names.ts';
import { type Poller, startPoller } from './poller.ts';
import { type Scheduled, startSchedules } from './schedule.ts';
import { type Functions, laptopConcurrency } from './start-functions.ts';
import type { Topology } from './topology.ts';

export interface InvokingParts {
  readonly functions: Functions;
  readonly region: string;
  readonly messagingUrl: string;
  readonly clock: Clock;
}

export interface Invoking {
  /** Runs the schedules that are due. */
  tick(): Promise<void>;
  /** Begins nothing any more; resolves when every batch has ended. */
  close(): Promise<void>;
}

export function startInvoking(topology: Topology, parts: InvokingParts): Invoking {
  const schedules = startSchedules(scheduledOf(topology, parts.functions), parts.clock);
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
  { functions, region, messagingUrl }: InvokingParts,
): readonly Poller[] =>
  topology.mappings.map((mapping) =>
    startPoller({
      mapping: { ...mapping, maximumConcurrency: laptopConcurrency(mapping.maximumConcurrency) },
      queueUrl: queueUrlOf(mapping.queueArn, messagingUrl),
      messagingUrl,
      region,
      invoke: functions.find(mapping.functionRef).invoke,
    }),
  );

const scheduledOf = (topology: Topology, functions: Functions): readonly Scheduled[] =>
  topology.rules.flatMap(({ schedule: expression, state, targets }) =>
    expression === undefined || state === 'DISABLED'
      ? []
      : targets.map((target) => ({
          expression,
          run: async () => {
            await functions.find(target.arn).invoke(parseJson(target.input ?? '{}'));
          },
        })),
  );
