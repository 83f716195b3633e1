/** Hours as seals name them: `2026-11-22T14`, in UTC. As texts they sort as they follow each other. */
import { isoAfter, parseIso } from '../kernel/clock.ts';

const HOUR_MS = 3_600_000;

/** The hour of an ISO 8601 moment in UTC. */
export const hourOf = (iso: string): string => iso.slice(0, 13);

/** No function lives longer than this after it took the time of an event, and no index lags so long. */
export const SETTLE_SECONDS = 600;

/** The newest hour that can be sealed at a moment: it is over, and nothing is added to it any more. */
export const newestDue = (moment: Date): string => hourAfter(hourOf(isoAfter(moment, -SETTLE_SECONDS)), -1);

/** What was due when the sealing began; `undefined` when that is not remembered, or not as a moment of this century. */
export const firstDue = (begunAt: string | undefined): string | undefined => {
  const moment = parseIso(begunAt ?? '');
  if (begunAt === undefined || moment === undefined) return undefined;
  return begunAt >= '2000' && isHour(hourOf(begunAt)) ? newestDue(moment) : undefined;
};

/** False for what only looks like one: `2026-02-30T25`. */
export const isHour = (text: string): boolean => {
  const moment = parseIso(beginOfHour(text));
  return moment !== undefined && hourOf(moment.toISOString()) === text;
};

/** ISO 8601. */
export const beginOfHour = (hour: string): string => `${hour}:00:00.000Z`;

/** ISO 8601: the first moment of the next hour. */
export const endOfHour = (hour: string): string => beginOfHour(hourAfter(hour));

export const hourAfter = (hour: string, hours = 1): string =>
  hourOf(new Date(Date.parse(beginOfHour(hour)) + hours * HOUR_MS).toISOString());

/** Every hour from one to another, both included. */
export const hoursBetween = (from: string, to: string): readonly string[] => {
  const hours: string[] = [];
  for (let hour = from; hour <= to; hour = hourAfter(hour)) hours.push(hour);
  return hours;
};
