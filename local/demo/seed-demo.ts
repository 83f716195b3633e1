/** Offers a month of history to somebody who looks at Rolecall for the first time: only where there is none yet. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dynamoDbAliases } from '../../lib/aws/aliases.ts';
import { dynamoDbCopies } from '../../lib/aws/caller-copies.ts';
import { connectTable } from '../../lib/aws/connect.ts';
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbExceptions } from '../../lib/aws/dynamodb-exceptions.ts';
import { dynamoDbHealth } from '../../lib/aws/dynamodb-health.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import { dynamoDbReviews } from '../../lib/aws/dynamodb-reviews.ts';
import { dynamoDbSeenBefore } from '../../lib/aws/seen-before.ts';
import type { Table } from '../../lib/aws/table.ts';
import type { DeliveryKey } from '../../lib/delivery/delivery.ts';
import { OPERATOR_DESTINATION } from '../../lib/delivery/operator.ts';
import { type Clock, isoAfter, parseIso } from '../../lib/kernel/clock.ts';
import type { ReviewWords } from '../../lib/history/clean-review.ts';
import { withoutPath } from '../../lib/history/things-of-access.ts';
import { parseJson, textAt } from '../../lib/kernel/json.ts';
import type { Logger, Metrics } from '../../lib/kernel/logger.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { makeException } from '../../lib/usecases/make-exception.ts';
import { reviewAccesses } from '../../lib/usecases/review-access.ts';
import { LOCAL_CREDENTIALS } from '../aws-json.ts';
import { type DemoClock, demoClock } from './demo-clock.ts';
import {
  DEMO_DAYS,
  DEMO_EXCEPTION,
  type DemoEvent,
  type DemoReview,
  demoMonth,
  demoOutages,
} from './demo-month.ts';
import { type PlayEffects, playMonth } from './play-month.ts';

export interface DemoPlace {
  /** The project: `events/` lies in it. */
  readonly root: string;
  readonly policy: Policy;
  readonly region: string;
  readonly databaseUrl: string;
  readonly tableName: string;
  readonly pageUrl: string;
}

const DAY_SECONDS = 86_400;

const SILENT: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const UNCOUNTED: Metrics = { count: () => undefined, seconds: () => undefined };

const openDemoTable = ({ region, databaseUrl, tableName }: DemoPlace): Table =>
  connectTable(
    { region, endpoint: databaseUrl, credentials: () => Promise.resolve(LOCAL_CREDENTIALS) },
    tableName,
  );

/** True when nobody has come in yet, as far as the history knows. */
export const isHistoryEmpty = async (place: DemoPlace, clock: Clock): Promise<boolean> => {
  const to = isoAfter(clock.now(), DAY_SECONDS);
  const from = isoAfter(clock.now(), -400 * DAY_SECONDS);
  const { rows } = await dynamoDbHistory(openDemoTable(place)).list({ from, to, limit: 1 });
  return rows.length === 0;
};

/** Plays the month that ends now; answers how many events it had. */
export const seedDemo = async (
  place: DemoPlace,
  machine: Clock,
  progress: (day: string) => void,
): Promise<number> => {
  const begin = parseIso(isoAfter(machine.now(), -(DEMO_DAYS + 1) * DAY_SECONDS)) ?? machine.now();
  const clock = demoClock(machine, begin);
  const announceOn = isoAfter(machine.now(), -DEMO_EXCEPTION.daysAgo * DAY_SECONDS);
  const effects = effectsOf(place, clock, progress);
  const month = demoMonth(machine.now());
  await completeBaselines(effects, month, clock.now().toISOString());
  return playMonth(effects, month, announceOn);
};

/** As if the 90 days before had been looked up, and nobody had come in: "first time" means something from the first day. */
const completeBaselines = async (
  { readCase, seen }: PlayEffects,
  month: readonly DemoEvent[],
  at: string,
): Promise<void> => {
  const files = [...new Set(month.map(({ file }) => file))];
  const roles = await Promise.all(
    files.map(async (file) =>
      textAt(parseJson(await readCase(file)), 'detail', 'requestParameters', 'roleArn'),
    ),
  );
  for (const role of new Set(roles))
    if (role !== undefined) await seen?.completeBaseline(withoutPath(role), at);
};

const effectsOf = (place: DemoPlace, clock: DemoClock, progress: (day: string) => void): PlayEffects => {
  const { policy, root } = place;
  const table = openDemoTable(place);
  const destinationIds = [...policy.destinations.map(({ id }) => id), OPERATOR_DESTINATION];
  const history = dynamoDbHistory(table);
  const events = dynamoDbEvents({ table, clock });
  const exceptions = dynamoDbExceptions({ table });
  const reviews = dynamoDbReviews({ table, clock });
  let opened: readonly DeliveryKey[] = [];
  return {
    policy,
    history,
    events,
    exceptions,
    ledger: {
      ...dynamoDbLedger({ table, clock, destinationIds }),
      // Everything is told as soon as it is opened.
      pending: () => Promise.resolve([]),
      oldestOpened: () => Promise.resolve(undefined),
    },
    health: dynamoDbHealth(table),
    aliases: dynamoDbAliases(table),
    copies: dynamoDbCopies(table),
    seen: dynamoDbSeenBefore({ table, clock }),
    wake: (deliveries) => {
      opened = [...opened, ...deliveries];
      return Promise.resolve();
    },
    takeOpened: () => {
      const taken = opened;
      opened = [];
      return taken;
    },
    outages: demoOutages(clock.end),
    clock,
    logger: SILENT,
    metrics: UNCOUNTED,
    historyUrl: place.pageUrl,
    progress,
    readCase: (file) => readFile(join(root, 'events', `${file}.json`), 'utf8'),
    review: async (accessId, { by, afterMinutes: _when, assignee, ...words }: DemoReview) => {
      // What was announced needs nobody.
      if ((await history.find(accessId))?.row.expected !== undefined) return;
      const reviewer = { subject: by.toLowerCase().replaceAll(' ', '.'), name: by };
      const say = (what: ReviewWords, seen: number) =>
        reviewAccesses({ find: history.find, reviews, clock }, reviewer, {
          ...what,
          accesses: [{ accessId, seen }],
        });
      await say(words, 0);
      if (assignee !== undefined) await say({ action: 'assign', assignee }, 1);
    },
    announce: async (accessId) => {
      const found = await history.find(accessId);
      if (found === undefined) return;
      await makeException(
        { exceptions, events, clock },
        {
          row: found.row,
          request: {
            subject: 'principal',
            reason: 'Alice moves the payment database; OPS-1340 has the plan.',
            ticket: 'OPS-1340',
            until: isoAfter(clock.now(), 21 * DAY_SECONDS),
          },
          by: { subject: 'jana.novak', name: 'Jana Novak' },
        },
      );
    },
  };
};
