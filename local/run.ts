/**
 * The whole product on one machine: the packaged bundles, rules and routes, with local endpoints instead of AWS.
 * Everything listens on 127.0.0.1 only. What a `kill -9` leaves behind is enough to go on: the table and the CloudTrail
 * file are on disk, and the sweep at the start finds what sat in the queues' memory.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from '../lib/kernel/clock.ts';
import { listAt, parseJson, textAt } from '../lib/kernel/json.ts';
import { archiveBuckets } from './archive-bucket.ts';
import { busRules } from './bus-rules.ts';
import { deliverToTarget } from './deliver-to-target.ts';
import { createEventBus } from './event-bus.ts';
import { injectRecord } from './inject-record.ts';
import { AlreadyRunning, type Laptop, type Task } from './laptop.ts';
import { knownRoles } from './list-roles.ts';
import { localReferences, queueUrlOf } from './local-names.ts';
import { localSecrets } from './local-secrets.ts';
import { lookUpEvents } from './look-up-events.ts';
import { startPoller } from './poller.ts';
import { provision } from './provision.ts';
import { publishRun, releaseRun, reserveRun } from './run-file.ts';
import { startSchedules } from './schedule.ts';
import { type Endpoints, startEndpoints } from './start-endpoints.ts';
import { type Functions, laptopConcurrency, startFunctions } from './start-functions.ts';
import { BUCKETS_PATH, standInServer } from './stand-ins.ts';
import { readTemplate } from './template.ts';
import { readTopology, type Topology } from './topology.ts';
import { closeServer, listen } from './vendors/listen.ts';

export interface PackagedFunctions {
  readonly templateFile: string;
  /** The unpacked zip by function name. */
  readonly folders: Readonly<Record<string, string>>;
}

export interface LaptopOptions {
  /** The project. */
  readonly root: string;
  /** Where everything is kept, usually `<root>/.rolecall`. */
  readonly dataDirectory: string;
  readonly packaged: PackagedFunctions;
  /** Preferred ports; others are taken when these are in use. 0: any. */
  readonly ports?: { readonly page?: number; readonly inbox?: number };
  readonly clock?: Clock;
  /** Says what goes wrong while running. */
  readonly write: (text: string) => void;
}

type Closers = (() => Promise<void>)[];

const STACK = 'rolecall-laptop';
const PREFERRED_PORTS = { page: 7420, inbox: 7421 };

/** Throws `AlreadyRunning` when a laptop runs on this folder already. */
export async function startLaptop(options: LaptopOptions): Promise<Laptop> {
  const clock = options.clock ?? systemClock;
  await mkdir(join(options.dataDirectory, 'data'), { recursive: true, mode: 0o700 });
  const runFile = join(options.dataDirectory, 'run.json');
  const reserved = await reserveRun(runFile, clock);
  if (reserved.kind === 'taken') throw new AlreadyRunning(reserved.run);
  const closers: Closers = [() => releaseRun(runFile, reserved.id)];
  try {
    const laptop = await assemble(options, { clock, closers, id: reserved.id });
    await publishRun(runFile, laptop.run);
    catchUp(laptop);
    return laptop;
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

interface Assembly {
  readonly clock: Clock;
  readonly closers: Closers;
  readonly id: string;
}

async function assemble(options: LaptopOptions, { clock, closers, id }: Assembly): Promise<Laptop> {
  const ports = { ...PREFERRED_PORTS, ...options.ports };
  const policy = await readPolicy(options.packaged);
  const region = textAt(policy, 'homeRegion') ?? 'us-east-1';
  const secrets = localSecrets(policy, join(options.dataDirectory, 'secrets.json'));
  // Known only once the queues have an address; nobody asks before that.
  const known: { topology?: Topology; functions?: Functions } = {};
  const functionNamed = (reference: string) => started(known.functions).find(reference);
  const endpoints = await startEndpoints(
    {
      dataDirectory: options.dataDirectory,
      region,
      clock,
      secrets,
      ports,
      page: {
        routes: () => known.topology?.routes ?? [],
        invoke: (reference, event) => functionNamed(reference).invoke(event),
      },
      mailSubscribersOf: (topicArn) => mailSubscribersOf(known.topology, topicArn),
    },
    closers,
  );

  const template = await readTemplate(options.packaged.templateFile);
  const places = {
    region,
    stackName: STACK,
    messagingUrl: endpoints.messaging.url,
    pageUrl: endpoints.page.url,
  };
  const references = localReferences(template, places);
  const topology = readTopology(template, references);
  known.topology = topology;
  await provision(topology, {
    region,
    databaseUrl: endpoints.database.url,
    messagingUrl: endpoints.messaging.url,
  });

  const bus = createEventBus({
    rules: busRules(topology.rules),
    deliver: deliverToTarget({ region, messagingUrl: endpoints.messaging.url, functionNamed }),
    clock,
    write: options.write,
  });
  const inject: Laptop['inject'] = (event, how) =>
    injectRecord(event, { trail: endpoints.trail, bus, clock }, how);
  const run = { id, pid: process.pid, startedAt: clock.now().toISOString() };
  const standIns = standInServer({
    bus,
    clock,
    region,
    inject,
    identity: run,
    lookUp: lookUpEvents(endpoints.trail.records, clock),
    roles: () => knownRoles(endpoints.trail.records(), patternsOf(policy)),
    buckets: archiveBuckets(join(options.dataDirectory, 'data', 'archive'), topology.buckets),
  });
  const standInsUrl = `http://127.0.0.1:${String(await listen(standIns, 0))}`;
  closers.push(() => closeServer(standIns));

  const functions = startFunctions(topology, {
    root: options.root,
    dataDirectory: options.dataDirectory,
    clock,
    folders: options.packaged.folders,
    endpoints: {
      region,
      pageUrl: endpoints.page.url,
      databaseUrl: endpoints.database.url,
      messagingUrl: endpoints.messaging.url,
      standInsUrl,
      bucketsUrl: standInsUrl + BUCKETS_PATH,
      ssmUrl: endpoints.vendors.ssmEndpointUrl,
      httpUrl: endpoints.vendors.httpEndpointUrl,
      secrets: secrets.variables,
    },
  });
  known.functions = functions;
  const pollers = startPollers(topology, { functions, region, messagingUrl: endpoints.messaging.url });
  const schedules = startSchedules(scheduledInvocations(topology, functions), clock);
  // First: nothing new is begun while the rest is being taken down.
  closers.push(async () => {
    bus.close();
    schedules.close();
    const idle = pollers.map((poller) => poller.close());
    await functions.close();
    await Promise.all(idle);
  });

  return {
    run: { ...run, standInsUrl, pageUrl: endpoints.page.url, inboxUrl: endpoints.vendors.inboxUrl },
    urls: urlsOf(endpoints, standInsUrl),
    portsReplaced: [
      ...(ports.page === 0 || ports.page === endpoints.page.port
        ? []
        : [{ wished: ports.page, used: endpoints.page.port }]),
      ...endpoints.vendors.portsReplaced,
    ],
    inject,
    sweep: (task) => functions.find('sweep').invoke({ task }),
    tick: schedules.tick,
    lambda: functions.find,
    queueUrl: references.ref,
    bus,
    vendors: endpoints.vendors,
    stop: () => closeAll(closers),
  };
}

function started<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the laptop is still starting');
  return part;
}

/** The policy lies beside every bundle; any function's copy will do. */
async function readPolicy({ folders }: PackagedFunctions): Promise<unknown> {
  const [folder] = Object.values(folders);
  return folder === undefined ? {} : parseJson(await readFile(join(folder, 'dist/policy.json'), 'utf8'));
}

const patternsOf = (policy: unknown): readonly string[] =>
  listAt(policy, 'roles').flatMap((role) => textAt(role, 'pattern') ?? []);

const mailSubscribersOf = (topology: Topology | undefined, topicArn: string): readonly string[] =>
  (topology?.subscriptions ?? [])
    .filter((each) => each.topicArn === topicArn && each.protocol.startsWith('email'))
    .map((each) => each.endpoint);

interface PollingParts {
  readonly functions: Functions;
  readonly region: string;
  readonly messagingUrl: string;
}

const startPollers = (topology: Topology, { functions, region, messagingUrl }: PollingParts) =>
  topology.mappings.map((mapping) => {
    const lambda = functions.find(mapping.functionRef);
    return startPoller({
      mapping: { ...mapping, maximumConcurrency: laptopConcurrency(mapping.maximumConcurrency) },
      queueUrl: queueUrlOf(mapping.queueArn, messagingUrl),
      messagingUrl,
      region,
      invoke: lambda.invoke,
    });
  });

const scheduledInvocations = (topology: Topology, functions: Functions) =>
  topology.rules.flatMap((rule) => {
    const expression = rule.schedule;
    if (expression === undefined || rule.state === 'DISABLED') return [];
    return rule.targets.map((target) => ({
      expression,
      run: async () => {
        await functions.find(target.arn).invoke(parseJson(target.input ?? '{}'));
      },
    }));
  });

const urlsOf = ({ database, messaging, vendors, page }: Endpoints, standIns: string): Laptop['urls'] => ({
  page: page.url,
  inbox: vendors.inboxUrl,
  standIns,
  database: database.url,
  messaging: messaging.url,
  ssm: vendors.ssmEndpointUrl,
  http: vendors.httpEndpointUrl,
});

/**
 * Finds what the last run recorded but did not tell. In the background: the laptop is ready before. Also the page's
 * function is started ahead, because a person is about to open it.
 */
function catchUp(laptop: Laptop): void {
  const tasks: readonly Task[] = ['reconcile', 'pending'];
  void (async () => {
    for (const task of tasks) await laptop.sweep(task);
  })();
  laptop.lambda('history').warm();
}

async function closeAll(closers: Closers): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}
