/** What a running laptop lets others do: the tests, the fault suite and the commands. */
import type { JsonObject } from '../lib/kernel/json.ts';
import type { EventBus } from './event-bus.ts';
import type { Injected, InjectOptions } from './inject-record.ts';
import type { LambdaFunction } from './lambda.ts';
import type { Invoked } from './lambda-environment.ts';
import type { TrailLookups } from './look-up-events.ts';
import type { MailSubscriptions } from './mail-subscriptions.ts';
import type { Run } from './run-file.ts';
import type { Vendors } from './vendors/start-vendors.ts';

/** What the sweep can be asked to do. */
export type Task = 'pending' | 'reconcile' | 'retention' | 'seal' | 'count' | 'doctor' | 'canary';

export interface LaptopUrls {
  readonly page: string;
  /** Where one signs in. */
  readonly issuer: string;
  readonly inbox: string;
  /** EventBridge, CloudTrail, IAM, S3, `/ring`, `/alive`. */
  readonly standIns: string;
  readonly database: string;
  /** SQS and SNS. */
  readonly messaging: string;
  readonly ssm: string;
  /** The fake vendors. */
  readonly http: string;
}

export interface Laptop {
  readonly run: Run;
  readonly urls: LaptopUrls;
  /** Ports that were taken, and what was used instead. */
  readonly portsReplaced: readonly { readonly wished: number; readonly used: number }[];
  inject(event: JsonObject, options?: InjectOptions): Promise<Injected>;
  /** Asks the page's API as somebody of a group: a responder for every account unless given. */
  ask(path: string, init?: RequestInit, group?: string): Promise<Response>;
  /** Resolves once the sweeps of the start are done. */
  readonly caughtUp: Promise<void>;
  /** Runs a sweep now. */
  sweep(task: Task): Promise<Invoked>;
  /** Runs the schedules that are due by the laptop's clock. */
  tick(): Promise<void>;
  /** A function by its name in `serverless.yml`; throws when there is none. */
  lambda(key: string): LambdaFunction;
  /** What `Ref` answers for a logical id of the template: a queue's URL, a topic's ARN, a table's name. */
  ref(logicalId: string): string;
  readonly bus: EventBus;
  readonly vendors: Vendors;
  /** Who of the e-mail subscribers has confirmed. */
  readonly subscriptions: Pick<MailSubscriptions, 'setPending' | 'remove'>;
  /** Makes CloudTrail refuse the next questions. */
  readonly refuseLookups: TrailLookups['refuseNext'];
  /** Ends everything it started; what is on disk stays. */
  stop(): Promise<void>;
}

/** Somebody else runs on this folder. */
export class AlreadyRunning extends Error {
  readonly run: Run;

  constructor(run: Run) {
    super('another laptop runs here');
    this.run = run;
  }
}
