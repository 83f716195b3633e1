/**
 * The only place that asks the machine for time or randomness. Everything else is handed a `Clock`,
 * so that tests and the fault suite can set both.
 */
import { randomUUID } from 'node:crypto';

export interface Clock {
  /** The present moment. */
  now(): Date;
  /** A fresh identifier, unique for all practical purposes. */
  newId(): string;
  /** A number in [0, 1), for jitter only. */
  random(): number;
  /** Waits; a virtual clock returns when its time has been moved on. */
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  newId: () => randomUUID(),
  random: () => Math.random(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** The moment `seconds` after (or, negative, before) `moment`, as an ISO 8601 text in UTC. */
export const isoAfter = (moment: Date, seconds: number): string =>
  new Date(moment.getTime() + seconds * 1000).toISOString();

/** Reads an ISO 8601 text; `undefined` when it is not one. */
export const parseIso = (text: string): Date | undefined => {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
};
