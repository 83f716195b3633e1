/** One execution environment: a process that runs one invocation at a time and is killed when it takes too long. */
import { type ChildProcess, spawn } from 'node:child_process';
import { at, textAt } from '../lib/kernel/json.ts';
import type { WriteLog } from './log-file.ts';

export interface EnvironmentParts {
  /** The unpacked zip. */
  readonly taskRoot: string;
  /** `lambda-child.cjs`. */
  readonly childFile: string;
  /** Everything the process gets to see of its surroundings. */
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly log: WriteLog;
  /** By how much the function's clock is ahead of this machine's; negative when it is behind. */
  readonly clockOffsetMs: () => number;
}

export type Invoked =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

export interface LambdaEnvironment {
  readonly pid: number | undefined;
  /**
   * Never throws: a crash and a time-out are answers too. One call at a time. `undefined`: the process had ended before it
   * took the event, which is as if it had never been sent.
   */
  invoke(event: unknown, requestId: string): Promise<Invoked | undefined>;
  /** Whether it would take another invocation: not once it was killed, ended, or took too long. */
  alive(): boolean;
  /** SIGKILL, no goodbye. */
  kill(): void;
}

export function startEnvironment(parts: EnvironmentParts): LambdaEnvironment {
  const child = spawn(process.execPath, [parts.childFile], {
    cwd: parts.taskRoot,
    env: parts.variables,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.stdout?.on('data', parts.log);
  child.stderr?.on('data', parts.log);
  let failed = false;
  child.once('error', () => {
    failed = true;
  });
  return {
    pid: child.pid,
    // A process that was killed is still there for a moment: whoever were sent to it would get no answer.
    alive: () =>
      !failed && !child.killed && child.connected && child.exitCode === null && child.signalCode === null,
    kill: () => {
      child.kill('SIGKILL');
    },
    invoke: (event, requestId) => invoke(child, { event, requestId }, parts),
  };
}

export const EXITED = {
  ok: false,
  errorType: 'Runtime.ExitError',
  errorMessage: 'the process of the function ended',
} as const satisfies Invoked;

interface Invocation {
  readonly event: unknown;
  readonly requestId: string;
}

function invoke(
  child: ChildProcess,
  invocation: Invocation,
  parts: EnvironmentParts,
): Promise<Invoked | undefined> {
  return new Promise((resolve) => {
    let begun = false;
    const settle = (answer: Invoked | undefined): void => {
      clearTimeout(timer);
      child.removeListener('message', onMessage);
      child.removeListener('disconnect', onGone);
      resolve(answer);
    };
    const onMessage = (message: unknown): void => {
      if (textAt(message, 'requestId') !== invocation.requestId) return;
      if (at(message, 'begun') === true) begun = true;
      else settle(decodeAnswer(message));
    };
    const onGone = (): void => {
      settle(begun ? EXITED : undefined);
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      parts.log(`Task timed out after ${String(parts.timeoutSeconds)} seconds\n`);
      settle({ ok: false, errorType: 'Sandbox.Timedout', errorMessage: 'the function took too long' });
    }, parts.timeoutSeconds * 1000);
    child.on('message', onMessage);
    // Comes after everything it said; its exit may come before.
    child.once('disconnect', onGone);
    const remainingMs = parts.timeoutSeconds * 1000;
    child.send({ ...invocation, remainingMs, clockOffsetMs: parts.clockOffsetMs() }, (error) => {
      if (error !== null) onGone();
    });
  });
}

function decodeAnswer(message: unknown): Invoked {
  if (at(message, 'ok') === true) return { ok: true, value: at(message, 'value') };
  return {
    ok: false,
    errorType: textAt(message, 'error', 'errorType') ?? 'Error',
    errorMessage: textAt(message, 'error', 'errorMessage') ?? '',
  };
}
