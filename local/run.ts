/**
 * The whole product on one machine: the packaged bundles, rules and routes, with local endpoints instead of AWS.
 * Everything listens on 127.0.0.1 only. What a `kill -9` leaves behind is enough to go on: the table and the CloudTrail
 * file are on disk, and the sweep at the start finds what sat in the queues' memory.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from '../lib/kernel/clock.ts';
import { assembleLaptop, type Closers, type PackagedFunctions } from './assemble-laptop.ts';
import { type EndpointFor, straightTo } from './endpoint-for.ts';
import { AlreadyRunning, type Laptop } from './laptop.ts';
import { publishRun, releaseRun, reserveRun } from './run-file.ts';

export interface LaptopOptions {
  /** The project. */
  readonly root: string;
  /** Where everything is kept, usually `<root>/.rolecall`. */
  readonly dataDirectory: string;
  readonly packaged: PackagedFunctions;
  /** Preferred ports; others are taken when these are in use. 0: any. */
  readonly ports?: { readonly page?: number; readonly inbox?: number };
  /** Also of the functions: they follow it. */
  readonly clock?: Clock;
  /** Leads callers to endpoints by another way, for instance through a proxy. */
  readonly endpointFor?: EndpointFor;
  /** By how much one function's clock is ahead of the laptop's, for instance by a bad time source. */
  readonly skewMs?: (functionKey: string) => number;
  /** Processes per function at most (4): a laptop has few cores. */
  readonly mostEnvironments?: number;
  /** Examines itself by schedule (destinations asked, doctor, canary) unless this is false. */
  readonly examines?: boolean;
  /** Minutes between two canaries, instead of what `rolecall.yml` says; 0: none. */
  readonly canaryMinutes?: number;
  /** Who signs in without being asked: a group (`responder` unless given), or `choose`. */
  readonly signInAs?: string;
  /** Says what goes wrong while running. */
  readonly write: (text: string) => void;
}

const PREFERRED_PORTS = { page: 7420, inbox: 7421 };
const MOST_ENVIRONMENTS = 4;

/** Throws `AlreadyRunning` when a laptop runs on this folder already. */
export async function startLaptop(options: LaptopOptions): Promise<Laptop> {
  const clock = options.clock ?? systemClock;
  await mkdir(join(options.dataDirectory, 'data'), { recursive: true, mode: 0o700 });
  const runFile = join(options.dataDirectory, 'run.json');
  const reserved = await reserveRun(runFile, clock);
  if (reserved.kind === 'taken') throw new AlreadyRunning(reserved.run);
  const closers: Closers = [() => releaseRun(runFile, reserved.id)];
  const stop = () => closeAll(closers);
  try {
    const assembled = await assembleLaptop(
      {
        ...options,
        clock,
        endpointFor: options.endpointFor ?? straightTo,
        skewMs: options.skewMs ?? (() => 0),
        examines: options.examines ?? true,
        signInAs: options.signInAs ?? 'responder',
        mostEnvironments: options.mostEnvironments ?? MOST_ENVIRONMENTS,
        ports: { ...PREFERRED_PORTS, ...options.ports },
        id: reserved.id,
      },
      closers,
    );
    await publishRun(runFile, assembled.run);
    return { ...assembled, caughtUp: catchUp(assembled), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Finds what the last run recorded but did not tell. In the background: the laptop is ready before. The page's
 * function is started ahead as well, because a person is about to open it.
 */
async function catchUp(laptop: Pick<Laptop, 'sweep' | 'lambda'>): Promise<void> {
  laptop.lambda('history').warm();
  await laptop.sweep('reconcile');
  await laptop.sweep('pending');
}

async function closeAll(closers: Closers): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}
