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
  /** Never throws: a crash and a time-out are answers too. One call at a time. */
  invoke(event: unknown, requestId: string): Promise<Invoked>;
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
  let alive = true;
  const gone = (): void => {
    alive = false;
  };
  child.once('exit', gone);
  child.once('error', gone);
  return {
    pid: child.pid,
    alive: () => alive,
    kill: () => {
      alive = false;
      child.kill('SIGKILL');
    },
    invoke: (event, requestId) => invoke(child, { event, requestId }, parts),
  };
}

interface Invocation {
  readonly event: unknown;
  readonly requestId: string;
}

function invoke(child: ChildProcess, invocation: Invocation, parts: EnvironmentParts): Promise<Invoked> {
  return new Promise((resolve) => {
    const settle = (answer: Invoked): void => {
      clearTimeout(timer);
      child.removeListener('message', onMessage);
      child.removeListener('exit', onExit);
      resolve(answer);
    };
    const onMessage = (message: unknown): void => {
      if (textAt(message, 'requestId') === invocation.requestId) settle(decodeAnswer(message));
    };
    const onExit = (): void => {
      settle({
        ok: false,
        errorType: 'Runtime.ExitError',
        errorMessage: 'the process of the function ended',
      });
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      parts.log(`Task timed out after ${String(parts.timeoutSeconds)} seconds\n`);
      settle({ ok: false, errorType: 'Sandbox.Timedout', errorMessage: 'the function took too long' });
    }, parts.timeoutSeconds * 1000);
    child.on('message', onMessage);
    child.once('exit', onExit);
    const remainingMs = parts.timeoutSeconds * 1000;
    child.send({ ...invocation, remainingMs, clockOffsetMs: parts.clockOffsetMs() }, (error) => {
      if (error !== null) onExit();
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
