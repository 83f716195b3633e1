/**
 * One Lambda function: as many execution environments as it has invocations at the same time, up to a limit, so that
 * one slow destination does not hold up the others. An environment that crashed or timed out is replaced.
 */
import type { Clock } from '../lib/kernel/clock.ts';
import {
  type EnvironmentParts,
  type Invoked,
  type LambdaEnvironment,
  startEnvironment,
} from './lambda-environment.ts';

export interface LambdaParts extends EnvironmentParts {
  readonly name: string;
  readonly maximumEnvironments: number;
  readonly clock: Clock;
}

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
        idle.pop() ?? (busy.size < parts.maximumEnvironments ? startEnvironment(parts) : undefined);
      if (ready?.alive()) {
        busy.add(ready);
        return ready;
      }
      if (ready === undefined) await new Promise<void>((resolve) => waiting.push(resolve));
    }
    return undefined;
  };
  const kill = (): void => {
    for (const environment of [...idle.splice(0), ...busy]) environment.kill();
  };

  return {
    name: parts.name,
    invoke: async (event) => {
      const environment = await take();
      if (environment === undefined) return STOPPING;
      try {
        return await environment.invoke(event, parts.clock.newId());
      } finally {
        free(environment);
      }
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
