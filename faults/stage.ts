/** One running product with a proxy in front of every endpoint, a clock that can be moved, and an eye on the table. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JsonObject, numberAt, parseJson } from '../lib/kernel/json.ts';
import type { PackagedFunctions } from '../local/assemble-laptop.ts';
import { callAwsJson } from '../local/aws-json.ts';
import type { EndpointName } from '../local/endpoint-for.ts';
import type { Laptop, Task } from '../local/laptop.ts';
import { type LaptopOptions, startLaptop } from '../local/run.ts';
import { isSend, type Noted } from './exchange.ts';
import { type FaultClock, faultClock } from './fault-clock.ts';
import { faultPolicy, type PolicyWish } from './fault-policy.ts';
import { ACCESS_ID, type Access, type AccessWish, CANARIES, makeAccess, secondOf } from './fault-records.ts';
import { openInbox, type Inbox } from './inbox.ts';
import { type Proxy, startProxy } from './proxy.ts';
import { queueTime } from './queue-time.ts';
import type { TablePlace } from './read-table.ts';
import { type Armed, makeRules, type Rule } from './rule.ts';

/** Runs a command of `rolecall` as if a folder were the project. */
export type Rolecall = (root: string, args: readonly string[]) => Promise<RolecallAnswer>;

export interface RolecallAnswer {
  readonly code: number;
  /** What it wrote, errors included. */
  readonly text: string;
}

export interface StageOptions {
  readonly root: string;
  readonly packaged: PackagedFunctions;
  readonly policy: PolicyWish;
  /** Small letters: marks everything this stage makes up. */
  readonly prefix: string;
  readonly mostEnvironments?: number;
  readonly rolecall: Rolecall;
  /** For what compares the stage with the machine’s own time. */
  readonly startsHoursAgo?: number;
  /** Values for secret references that the laptop would otherwise make up. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly skewMs?: (functionKey: string) => number;
}

export interface Stage {
  readonly clock: FaultClock;
  readonly policy: JsonObject;
  readonly inbox: Inbox;
  /** Everything that arrived at a proxy so far. */
  readonly traffic: readonly Noted[];
  readonly options: LaptopOptions;
  laptop(): Laptop;
  table(): TablePlace;
  /** Makes up an access; nothing happens yet. */
  access(wish: AccessWish): Access;
  arm(rule: Rule): Armed;
  clearRules(): void;
  /** Nobody answers at an endpoint any more, or all is well again. */
  shut(endpoint: EndpointName): Promise<void>;
  open(endpoint: EndpointName): Promise<void>;
  /**
   * Time passes: for the clock, the functions, the schedules and the queues. Waits for whoever is at work; who goes on
   * working for longer than `patienceMs` does not live to see a jump beyond its time-out.
   */
  advance(seconds: number, patienceMs?: number): Promise<void>;
  /** How many messages of a queue wait or are in flight. By logical id. */
  depth(queue: string): Promise<number>;
  /** Runs a task of the sweep now; answers what it said, or the type of its error. */
  sweep(task: Task): Promise<unknown>;
  /** What the functions wrote to their logs since the last question. */
  newLogs(): Promise<string>;
  /** Whatever told somebody of an access while nobody heard the vendor's yes, although no rule took it away. */
  unheard(accessId: string): number;
  /** Requests by which a planted secret left a function, since the last question. */
  newLeaks(): readonly string[];
  /** Runs `rolecall` on this laptop's folder. */
  rolecall(...args: readonly string[]): Promise<RolecallAnswer>;
  /** The packaged CloudFormation template. */
  template(): Promise<string>;
  /** Stops everything and starts it again on the same folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** As in a project, so that the commands find it. */
const DATA = '.rolecall';
/** Of the intake and the delivery queue, as in infra/queues.yml. */
const VISIBILITY_SECONDS = 180;
/** Traffic is kept for counting, not for ever. */
const MOST_TRAFFIC = 200_000;

export async function openStage(options: StageOptions): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), `rolecall-faults-${options.prefix}-`));
  const { packaged, policy } = await packageFor(options, folder);
  if (options.secrets !== undefined) {
    await mkdir(join(folder, DATA), { recursive: true });
    await writeFile(join(folder, DATA, 'secrets.json'), JSON.stringify(options.secrets));
  }
  const clock = faultClock(options.startsHoursAgo);
  const rules = makeRules();
  const proxies = new Map<string, LedProxy>();
  const traffic: Noted[] = [];
  const leaks: string[] = [];
  const unheard = new Map<string, number>();
  let laptop: Laptop | undefined;
  let numbers = 0;
  const running = (): Laptop => {
    if (laptop === undefined) throw new Error('the laptop is not running');
    return laptop;
  };
  const queues = queueTime({
    now: () => clock.now().getTime(),
    messagingUrl: () => running().urls.messaging,
    visibilitySeconds: VISIBILITY_SECONDS,
  });
  const lead: NonNullable<LaptopOptions['endpointFor']> = async (endpoint, url, caller) => {
    const key = `${endpoint} ${caller}`;
    const led = proxies.get(key);
    if (led !== undefined) {
      led.target = url;
      return led.proxy.url;
    }
    const made: Omit<LedProxy, 'proxy'> = { endpoint, caller, target: url };
    const proxy = await startProxy({
      endpoint,
      caller,
      target: () => proxies.get(key)?.target ?? made.target,
      rules,
      nextNumber: () => (numbers += 1),
      kill: (who) => running().lambda(who).kill(),
      watch: (exchange, answer) => queues.watch(exchange, answer.body),
      unheard: (exchange) => {
        if (!isSend(exchange)) return;
        for (const id of accessIdsIn(exchange.body)) unheard.set(id, (unheard.get(id) ?? 0) + 1);
      },
      arrived: ({ body, ...exchange }) => {
        // The bus and the queues hold raw events by nature.
        if (isPlayed(caller)) return;
        if (CANARIES.some((canary) => body.includes(canary))) leaks.push(`${caller} ${exchange.operation}`);
        if (traffic.length >= MOST_TRAFFIC) return;
        traffic.push({ ...exchange, accessIds: accessIdsIn(body), at: performance.now() });
      },
    });
    proxies.set(key, { ...made, proxy });
    return proxy.url;
  };
  const laptopOptions: LaptopOptions = {
    root: options.root,
    dataDirectory: join(folder, DATA),
    packaged,
    ports: { page: 0, inbox: 0 },
    clock,
    endpointFor: lead,
    // What it would send and ask by itself is nobody's fault here.
    examines: false,
    write: () => undefined,
    ...(options.skewMs === undefined ? {} : { skewMs: options.skewMs }),
    ...(options.mostEnvironments === undefined ? {} : { mostEnvironments: options.mostEnvironments }),
  };
  const start = async (): Promise<void> => {
    laptop = await startLaptop(laptopOptions);
  };
  // What plays EventBridge and Lambda keeps its connections: a long poll that is cut would take a message with it.
  const ledTo = (endpoint: EndpointName): readonly LedProxy[] =>
    [...proxies.values()].filter((each) => each.endpoint === endpoint && !isPlayed(each.caller));
  const nextSecond = seconds(clock);
  let accesses = 0;
  await start();
  return {
    clock,
    policy,
    inbox: openInbox(policy, () => running().vendors.messages()),
    traffic,
    options: laptopOptions,
    laptop: running,
    table: () => ({
      endpointUrl: running().urls.database,
      tableName: running().ref('HistoryTable'),
    }),
    access: (wish) => {
      accesses += 1;
      return makeAccess(wish, { prefix: options.prefix, number: accesses, time: nextSecond() });
    },
    arm: rules.arm,
    clearRules: rules.clearAll,
    shut: async (endpoint) => {
      await Promise.all(ledTo(endpoint).map(({ proxy }) => proxy.shut()));
    },
    open: async (endpoint) => {
      await Promise.all(ledTo(endpoint).map(({ proxy }) => proxy.open()));
    },
    advance: async (by, patienceMs = by > LONGEST_LIFE_SECONDS ? LONGEST_LIFE_SECONDS * 1000 : 3000) => {
      // Whoever is about to put a message back must have done so, or it would miss the jump.
      await untilIdle(running(), patienceMs);
      if (by > LONGEST_LIFE_SECONDS) endUnfinished(running());
      clock.forward(by);
      await queues.catchUp();
      await running().tick();
    },
    depth: (queue) => depthOf(queue, running()),
    sweep: async (task) => {
      const swept = await running().sweep(task);
      return swept.ok ? swept.value : swept.errorType;
    },
    newLogs: logReader(laptopOptions.dataDirectory),
    unheard: (accessId) => unheard.get(accessId) ?? 0,
    newLeaks: () => leaks.splice(0),
    rolecall: (...args) => options.rolecall(folder, args),
    template: () => readFile(packaged.templateFile, 'utf8'),
    restart: async () => {
      await running().stop();
      await start();
    },
    close: async () => {
      rules.clearAll();
      await laptop?.stop();
      await Promise.all([...proxies.values()].map(({ proxy }) => proxy.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Of an invocation of `record` or `deliver`: whoever still works after that has run into the time-out. */
const LONGEST_LIFE_SECONDS = 30;

async function untilIdle(laptop: Laptop, patienceMs: number): Promise<void> {
  const end = performance.now() + patienceMs;
  const busy = (): number => laptop.lambda('record').busy() + laptop.lambda('deliver').busy();
  while (busy() > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
}

function endUnfinished(laptop: Laptop): void {
  for (const key of ['record', 'deliver']) {
    if (laptop.lambda(key).busy() > 0) laptop.lambda(key).kill();
  }
}

async function depthOf(queue: string, laptop: Laptop): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
  const answer = await callAwsJson({
    endpointUrl: laptop.urls.messaging,
    region: 'us-east-1',
    target: 'AmazonSQS.GetQueueAttributes',
    body: { QueueUrl: laptop.ref(queue), AttributeNames: names },
  });
  return names.reduce((sum, name) => sum + (numberAt(answer, 'Attributes', name) ?? 0), 0);
}

const accessIdsIn = (body: string): readonly string[] => [...new Set(body.match(ACCESS_ID) ?? [])];

/** Callers that are no part of the product. */
const isPlayed = (caller: string): boolean => caller === 'poller' || caller === 'bus';

interface LedProxy {
  readonly endpoint: EndpointName;
  readonly caller: string;
  readonly proxy: Proxy;
  target: string;
}

/** The packaged functions with the stage's policy beside them; the code is not touched. */
async function packageFor(
  { packaged, policy: wish }: StageOptions,
  folder: string,
): Promise<{ readonly packaged: PackagedFunctions; readonly policy: JsonObject }> {
  const [first = ''] = Object.values(packaged.folders);
  const policy = faultPolicy(parseJson(await readFile(join(first, 'dist/policy.json'), 'utf8')), wish);
  const folders = await Promise.all(
    Object.entries(packaged.folders).map(async ([name, source]) => {
      const copy = join(folder, 'functions', name);
      await cp(source, copy, { recursive: true });
      await writeFile(join(copy, 'dist/policy.json'), JSON.stringify(policy));
      return [name, copy] as const;
    }),
  );
  return { packaged: { ...packaged, folders: Object.fromEntries(folders) }, policy };
}

/** A second of its own for each access, so that even an edition without any id can be told from another. */
function seconds(clock: FaultClock): () => string {
  let last = clock.now().getTime() - 50 * 60 * 1000;
  return () => {
    last = Math.max(last + 1000, clock.now().getTime() - 50 * 60 * 1000);
    return secondOf(new Date(last));
  };
}

const LOGS = ['record', 'deliver', 'sweep', 'history'];
/** Long enough to be found again, in a log that has grown and perhaps begun a new file since. */
const MARK = 400;

function logReader(dataDirectory: string): () => Promise<string> {
  const marks = new Map<string, string>();
  const read = (file: string): Promise<string> =>
    readFile(join(dataDirectory, 'logs', file), 'utf8').catch(() => '');
  return async () => {
    const news = await Promise.all(
      LOGS.map(async (name) => {
        const text = (await read(`${name}.log.1`)) + (await read(`${name}.log`));
        const mark = marks.get(name) ?? '';
        const seen = mark === '' ? -1 : text.lastIndexOf(mark);
        marks.set(name, text.slice(-MARK));
        return seen < 0 ? text : text.slice(seen + mark.length);
      }),
    );
    return news.join('');
  };
}
