/**
 * Schedule rules: `rate(...)` and daily `cron(m h * * ? *)`. It looks at the clock once a second instead of sleeping,
 * so a laptop that was closed catches up when it is opened.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
import type { Clock } from '../lib/kernel/clock.ts';

export interface Scheduled {
  readonly expression: string;
  run(): Promise<void>;
}

export interface Schedules {
  /** Runs what is due now, each at most once; resolves when all of it is done. */
  tick(): Promise<void>;
  close(): void;
}

/** Throws for an expression the laptop cannot play. */
export function startSchedules(scheduled: readonly Scheduled[], clock: Clock): Schedules {
  const entries = scheduled.map((each) => {
    const following = followingTime(each.expression);
    return { run: each.run, following, due: following(clock.now()), running: false };
  });
  const tick = async (): Promise<void> => {
    const now = clock.now();
    const due = entries.filter((entry) => !entry.running && entry.due <= now);
    await Promise.all(
      due.map(async (entry) => {
        entry.due = entry.following(now);
        entry.running = true;
        try {
          await entry.run();
        } finally {
          entry.running = false;
        }
      }),
    );
  };
  const timer = setInterval(() => void tick().catch(() => undefined), 1000);
  return { tick, close: () => clearInterval(timer) };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

function followingTime(expression: string): (after: Date) => Date {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const seconds = Number(count) * (UNIT_SECONDS[unit ?? ''] ?? Number.NaN);
  if (seconds > 0) return (after) => new Date(after.getTime() + seconds * 1000);
  const [, minute, hour] = /^cron\((\d+) (\d+) \* \* \? \*\)$/.exec(expression) ?? [];
  if (minute !== undefined && hour !== undefined)
    return (after) => nextDaily(after, Number(hour), Number(minute));
  throw new Error(`the laptop cannot play the schedule ${expression}`);
}

/** In UTC, as EventBridge reads it. */
function nextDaily(after: Date, hour: number, minute: number): Date {
  const next = new Date(after);
  next.setUTCHours(hour, minute, 0, 0);
  if (next <= after) next.setUTCDate(next.getUTCDate() + 1);
  return next;
}
