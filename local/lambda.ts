/**
 * One Lambda function: as many execution environments as it has invocations at the same time, up to a limit, so that
 * one slow destination does not hold up the others. An environment that crashed or timed out is replaced.
 */
import type { Clock } from '../lib/kernel/clock.ts';
import {
  EXITED,
  type EnvironmentParts,
  type Invoked,
  type LambdaEnvironment,
  startEnvironment,
} from './lambda-environment.ts';

export interface LambdaParts extends EnvironmentParts {
  readonly name: string;
  readonly maximumEnvironments: number;
  readonly clock: Clock;
  /** Hears of every invocation that did not end well, those aside that the end of the laptop breaks off. */
  readonly failed?: (failure: Failed) => void;
}

export type Failed = Extract<Invoked, { ok: false }>;

export interface LambdaFunction {
  readonly name: string;
  /** Runs the handler; waits while every environment is busy. Never throws. */
  invoke(event: unknown): Promise<Invoked>;
  /** Process ids of the living environments. */
  pids(): readonly number[];
  /** How many invocations are under way. */
  busy(): number;
  /** Starts an environment ahead of the first invocation. */
  warm(): void;
  /** Kills every environment at once; the next invocation starts a fresh one. */
  kill(): void;
  close(): Promise<void>;
}

const STOPPING: Invoked = { ok: false, errorType: 'Stopping', errorMessage: 'the laptop is stopping' };

export function createLambda(parts: LambdaParts): LambdaFunction {
  const idle: LambdaEnvironment[] = [];
  const busy = new Set<LambdaEnvironment>();
  const waiting: (() => void)[] = [];
  let closed = false;

  const free = (environment: LambdaEnvironment): void => {
    busy.delete(environment);
    if (environment.alive() && !closed) idle.push(environment);
    waiting.shift()?.();
  };
  /** One that is free or new; `undefined` once the laptop is stopping. */
  const take = async (): Promise<LambdaEnvironment | undefined> => {
    while (!closed) {
      const ready =
        nextIdle() ?? (busy.size < parts.maximumEnvironments ? startEnvironment(parts) : undefined);
      if (ready !== undefined) {
        busy.add(ready);
        return ready;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    return undefined;
  };
  /** One that died while nobody used it is left behind. */
  const nextIdle = (): LambdaEnvironment | undefined => {
    const next = idle.pop();
    return next === undefined || next.alive() ? next : nextIdle();
  };
  /** A process can die while nobody uses it, and be noticed only by the event that it does not take. */
  const invoke = async (event: unknown, tries: number): Promise<Invoked> => {
    const environment = await take();
    if (environment === undefined) return STOPPING;
    const invoked = await environment.invoke(event, parts.clock.newId()).finally(() => {
      free(environment);
    });
    if (invoked !== undefined) return invoked;
    return tries > 1 ? invoke(event, tries - 1) : EXITED;
  };
  const kill = (): void => {
    for (const environment of [...idle.splice(0), ...busy]) environment.kill();
  };

  return {
    name: parts.name,
    invoke: async (event) => {
      // All that may lie idle can be dead; the one after them is new.
      const invoked = await invoke(event, parts.maximumEnvironments + 1);
      if (!invoked.ok && !closed) parts.failed?.(invoked);
      return invoked;
    },
    pids: () =>
      [...idle, ...busy].flatMap((each) => (each.alive() && each.pid !== undefined ? [each.pid] : [])),
    busy: () => busy.size,
    warm: () => {
      if (idle.length + busy.size === 0 && !closed) idle.push(startEnvironment(parts));
    },
    kill,
    close: () => {
      closed = true;
      kill();
      for (const wake of waiting.splice(0)) wake();
      return Promise.resolve();
    },
  };
}
