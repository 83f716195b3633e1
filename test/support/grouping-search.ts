/**
 * Exhaustive search over everything that can happen to two equal accesses and to somebody else's: each is recorded by the
 * real use case, the minute's sweep counts repeats, and at every point a worker may die, see its effect fail, or be
 * overtaken by another; records come twice; the window ends in between. Worlds that were seen before are not entered again.
 */
import { deliveryIdOf } from '../../lib/delivery/delivery.ts';
import type { Ledger } from '../../lib/delivery/ledger.ts';
import type { AccessHistory } from '../../lib/history/access-history.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import type { EventLog } from '../../lib/history/history-event.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import type { RecordEffects } from '../../lib/usecases/record-row.ts';
import { settleWindows } from '../../lib/usecases/summarise-repeats.ts';
import { MemoryEvents } from './memory-events.ts';
import { MemoryHealth } from './memory-health.ts';
import { MemoryHistory } from './memory-history.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { EVER } from './recording.ts';
import { crossAccountRecord, envelopeOf } from './sample-events.ts';
import { NORTHWIND, PRODUCTION, samplePolicy } from './sample-policy.ts';
import type { Want } from './schedule-effects.ts';
import { type Job, momentAt, type WorkerNode, WorkerNodes } from './schedule-replay.ts';

/** Everything that survives a crash. */
interface Twins {
  readonly history: MemoryHistory;
  readonly ledger: MemoryLedger;
  readonly events: MemoryEvents;
}

interface Operation {
  readonly now: number;
  readonly run: (twins: Twins) => Promise<unknown>;
}

interface State {
  readonly id: number;
  readonly operations: readonly Operation[];
}

interface World {
  readonly now: number;
  readonly state: State;
  /** Copies of each record's message that nobody works on. */
  readonly intake: readonly number[];
  readonly workers: readonly WorkerNode[];
  readonly left: Left;
}

/** What the adversary may still do. */
export interface Left {
  readonly faults: number;
  readonly duplicates: number;
  /** The window ends. */
  readonly windows: number;
  readonly sweeps: number;
}

export interface GroupingCase {
  readonly adversary: Left;
  /** Variants that are known to be wrong replace them. */
  readonly record?: typeof recordEvent;
  readonly settle?: typeof settleWindows;
  readonly workers?: number;
  /** 2: two equal accesses. 3: somebody else's as well, the default. */
  readonly accesses?: 2 | 3;
}

export interface GroupingExplored {
  readonly worlds: number;
  readonly recoveries: number;
}

const WINDOW_SECONDS = 15 * 60;
const AFTER_THE_WINDOW = WINDOW_SECONDS + 90;
const DESTINATION = 'platform-slack';

const POLICY: Policy = {
  ...samplePolicy,
  owners: samplePolicy.owners.map((owner) => ({ ...owner, destinations: [DESTINATION] })),
  clients: [],
};

const BOB = { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: NORTHWIND };

/** The first two are equal; the third is another person. */
const RECORDS = [{}, {}, { userIdentity: BOB }].map((changes, index) =>
  envelopeOf(crossAccountRecord({ eventID: `event-${index}`, sharedEventID: `shared-${index}`, ...changes })),
);
const accessIdOf = (index: number): string => `${PRODUCTION}.event-${index}`;

/** Explores every schedule of the case. Throws at the first that breaks a promise, and tells its steps. */
export const exploreGrouping = (of: GroupingCase): Promise<GroupingExplored> => new GroupingSearch(of).run();

interface Action {
  readonly says: string;
  readonly next: () => Promise<World>;
}

class GroupingSearch {
  readonly #case: GroupingCase;
  readonly #nodes = new WorkerNodes();
  readonly #jobs: { readonly record: readonly Job[]; readonly sweep: Job };
  readonly #seen = new Set<string>();
  readonly #recovered = new Set<string>();
  readonly #states = new Map<string, State>();
  readonly #performed = new Map<
    string,
    { readonly state: State; readonly answer: unknown; readonly key: string }
  >();
  readonly #trace: string[] = [];

  constructor(of: GroupingCase) {
    this.#case = of;
    this.#jobs = {
      record: RECORDS.slice(0, of.accesses ?? 3).map((text, index) => ({
        name: `record ${index}`,
        program: async (ask, clock) => {
          await (of.record ?? recordEvent)(effectsOf(ask, clock), text);
          return [];
        },
      })),
      sweep: {
        name: 'sweep',
        program: async (ask, clock) => {
          await (of.settle ?? settleWindows)(effectsOf(ask, clock));
          return [];
        },
      },
    };
  }

  async run(): Promise<GroupingExplored> {
    const state = await this.#intern([], (await replay([])).twins);
    const intake = this.#jobs.record.map(() => 1);
    try {
      await this.#visit({ now: 0, state, intake, workers: [], left: this.#case.adversary });
    } catch (cause) {
      const promise = cause instanceof Error ? cause.message : 'no error';
      throw new Error(`${promise}\n  ${this.#trace.join('\n  ')}`, { cause });
    }
    return { worlds: this.#seen.size, recoveries: this.#recovered.size };
  }

  async #visit(world: World): Promise<void> {
    const key = keyOf(world);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (world.workers.length === 0) await this.#recover(world);
    for (const { says, next } of this.#actions(world)) {
      this.#trace.push(says);
      await this.#visit(await next());
      this.#trace.pop();
    }
  }

  #actions(world: World): readonly Action[] {
    return [
      ...world.workers.flatMap((worker) => this.#actionsOf(world, worker)),
      ...this.#starts(world),
      ...this.#passing(world),
    ];
  }

  #actionsOf(world: World, worker: WorkerNode): readonly Action[] {
    const { name } = worker.job;
    const step = (fate: Fate, words: string, faults: number): Action => ({
      says: `${name}: ${nameOf(worker)}${words}`,
      next: () => this.#step(spend(world, { faults }), worker, fate),
    });
    const actions = [step('performed', '', 0)];
    if (world.left.faults === 0) return actions;
    actions.push({ says: `${name} dies`, next: async () => this.#die(spend(world, { faults: 1 }), worker) });
    if (worker.progress.kind === 'wants') actions.push(step('fails-after', ' is done but fails', 1));
    return actions;
  }

  #starts(world: World): readonly Action[] {
    if (world.workers.length >= (this.#case.workers ?? 2)) return [];
    const records = this.#jobs.record.flatMap((job, index): readonly Action[] => {
      const start = (cost: Partial<Left>, intake: readonly number[]): Action => ({
        says: `${job.name} begins`,
        next: () => this.#start({ ...spend(world, cost), intake }, job),
      });
      const waiting = world.intake[index] ?? 0;
      return [
        ...(waiting > 0 ? [start({}, changed(world.intake, index, -1))] : []),
        ...(waiting === 0 && world.left.duplicates > 0 ? [start({ duplicates: 1 }, world.intake)] : []),
      ];
    });
    const sweeping = world.workers.some(({ job }) => job === this.#jobs.sweep);
    if (world.left.sweeps === 0 || sweeping) return records;
    const sweep = () => this.#start(spend(world, { sweeps: 1 }), this.#jobs.sweep);
    return [...records, { says: 'sweep begins', next: sweep }];
  }

  /** No function lives longer than its window: time passes while nobody works. */
  #passing(world: World): readonly Action[] {
    if (world.left.windows === 0 || world.workers.length > 0) return [];
    const later = { ...spend(world, { windows: 1 }), now: world.now + AFTER_THE_WINDOW };
    return [{ says: 'the window ends', next: async () => later }];
  }

  async #start(world: World, job: Job): Promise<World> {
    return { ...world, workers: [...world.workers, await this.#nodes.start(job, world.now)] };
  }

  #die(world: World, worker: WorkerNode): World {
    const index = this.#jobs.record.indexOf(worker.job);
    const others = without(world, worker);
    return index < 0 ? others : { ...others, intake: changed(others.intake, index, 1) };
  }

  async #step(world: World, worker: WorkerNode, fate: Fate): Promise<World> {
    const { progress } = worker;
    if (progress.kind === 'ended')
      return progress.comesBack ? this.#die(world, worker) : without(world, worker);
    const { state, answer, key } = await this.#perform(world, worker, progress.want);
    const given =
      fate === 'fails-after'
        ? { now: world.now, key: 'failed', failed: true as const }
        : { now: world.now, key, answer };
    const next = await this.#nodes.next(worker, given, undefined);
    return { ...without(world, worker), state, workers: [...without(world, worker).workers, next] };
  }

  async #perform(world: World, worker: WorkerNode, want: Want) {
    const key = `${world.state.id}/${worker.id}@${world.now}`;
    const known = this.#performed.get(key);
    if (known !== undefined) return known;
    const run = runOf(want);
    const operations = [...world.state.operations, { now: world.now, run }];
    const { twins, answer } = await replay(operations);
    const state = await this.#intern(operations, twins);
    const performed = { state, answer, key: textOf(answer) };
    this.#performed.set(key, performed);
    return performed;
  }

  async #intern(operations: readonly Operation[], twins: Twins): Promise<State> {
    const contents = await contentsOf(twins);
    const known = this.#states.get(contents);
    if (known !== undefined) return known;
    const state = { id: this.#states.size, operations };
    this.#states.set(contents, state);
    return state;
  }

  /** The adversary is gone: every message is worked off, every window ends, the sweep runs every minute. */
  async #recover(from: World): Promise<void> {
    const key = `${from.now}|${from.state.id}|${from.intake.join()}`;
    if (this.#recovered.has(key)) return;
    this.#recovered.add(key);
    let world = from;
    for (const [index, job] of this.#jobs.record.entries()) {
      for (let more = from.intake[index] ?? 0; more > 0; more -= 1) {
        world = await this.#finish(await this.#start(world, job));
      }
    }
    world = { ...world, now: world.now + AFTER_THE_WINDOW };
    for (let minute = 0; minute < 2; minute += 1) {
      world = await this.#finish(await this.#start(world, this.#jobs.sweep));
      world = { ...world, now: world.now + 60 };
    }
    const { twins } = await replay(world.state.operations);
    for (const index of this.#jobs.record.keys()) await checkAccess(twins, accessIdOf(index));
  }

  async #finish(from: World): Promise<World> {
    let world = from;
    for (let worker = world.workers[0]; worker !== undefined; worker = world.workers[0]) {
      world = await this.#step(world, worker, 'performed');
    }
    return world;
  }
}

type Fate = 'performed' | 'fails-after';

const changed = (counts: readonly number[], index: number, more: number): readonly number[] =>
  counts.map((count, position) => (position === index ? count + more : count));

const without = (world: World, worker: WorkerNode): World => {
  const index = world.workers.indexOf(worker);
  return { ...world, workers: world.workers.filter((_other, position) => position !== index) };
};

const spend = (world: World, cost: Partial<Left>): World => ({
  ...world,
  left: {
    faults: world.left.faults - (cost.faults ?? 0),
    duplicates: world.left.duplicates - (cost.duplicates ?? 0),
    windows: world.left.windows - (cost.windows ?? 0),
    sweeps: world.left.sweeps - (cost.sweeps ?? 0),
  },
});

const keyOf = ({ now, state, intake, workers, left }: World): string => {
  const ids = workers.map(({ id }) => id).sort((one, other) => one - other);
  return `${now}|${state.id}|${intake.join()}|${ids.join()}|${Object.values(left).join()}`;
};

const nameOf = ({ progress }: WorkerNode): string =>
  progress.kind === 'ended'
    ? 'ends'
    : progress.want.kind === 'store'
      ? progress.want.name
      : progress.want.kind;

/** Replays what was done to empty twins. */
const replay = async (operations: readonly Operation[]) => {
  let now = 0;
  let ids = 0;
  const clock: Clock = {
    now: () => momentAt(now),
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    random: () => 0.5,
    sleep: () => Promise.reject(new Error('no store sleeps')),
  };
  const ledger = new MemoryLedger(clock);
  const events = new MemoryEvents(clock);
  const twins: Twins = { ledger, events, history: new MemoryHistory(ledger.deliveriesOf, events) };
  let answer: unknown;
  for (const operation of operations) {
    now = operation.now;
    answer = await operation.run(twins);
  }
  return { twins, answer };
};

const textOf = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) =>
    key === 'notification' || key === 'edited' ? undefined : inner,
  );

const contentsOf = async ({ history, ledger, events }: Twins): Promise<string> => {
  const { rows } = await history.list(EVER);
  const deliveries = rows.map(({ accessId }) => ledger.deliveriesOf(accessId));
  const noted = rows.map(({ accessId }) =>
    events
      .eventsOf(accessId)
      .map(({ name }) => name)
      .sort(),
  );
  return textOf([rows, deliveries, noted, history.groups()]);
};

/** A use case's effects as steps; `Want` of the delivery searches carries the operation. */
type AskTwins = <Answer>(want: Want) => Promise<Answer>;

const runOf = (want: Want): Operation['run'] => {
  if (want.kind === 'store') return want.run as unknown as Operation['run'];
  return async () => undefined;
};

const effectsOf = (ask: AskTwins, clock: Clock): RecordEffects => {
  const step = <Answer>(name: string, run: (twins: Twins) => Promise<Answer>): Promise<Answer> =>
    ask({ kind: 'store', name, run } as unknown as Want);
  const nothing = (): void => undefined;
  const untouched = new MemoryHistory();
  const history: AccessHistory = Object.assign(untouched, {
    firstOfGroup: (...given: Parameters<AccessHistory['firstOfGroup']>) =>
      step('open the window', ({ history: kept }) => kept.firstOfGroup(...given)),
    record: (row: AccessRow) => step('write the row', ({ history: kept }) => kept.record(row)),
    find: (accessId: string) => step('find', ({ history: kept }) => kept.find(accessId)),
    windowsDue: (...given: Parameters<AccessHistory['windowsDue']>) =>
      step('ask for windows', ({ history: kept }) => kept.windowsDue(...given)),
    repeatsOf: (accessId: string) => step('count repeats', ({ history: kept }) => kept.repeatsOf(accessId)),
    closeWindow: (...given: Parameters<AccessHistory['closeWindow']>) =>
      step('close the window', ({ history: kept }) => kept.closeWindow(...given)),
  });
  const events: EventLog = Object.assign(new MemoryEvents(clock), {
    note: (noted: Parameters<EventLog['note']>[0]) => step('note', ({ events: kept }) => kept.note(noted)),
  });
  const ledger: Ledger = Object.assign(new MemoryLedger(clock), {
    open: (deliveries: Parameters<Ledger['open']>[0]) =>
      step('open', ({ ledger: kept }) => kept.open(deliveries)),
  });
  return {
    policy: POLICY,
    history,
    ledger,
    events,
    health: new MemoryHealth(),
    wake: async () => undefined,
    clock,
    logger: { info: nothing, warn: nothing, error: nothing },
    metrics: { count: nothing, seconds: nothing },
    historyUrl: 'https://history.example',
  };
};

const broken = (promise: string): never => {
  throw new Error(promise);
};

/** The access has its row and its event, and was told: by itself, or in the count of one that was. */
const checkAccess = async ({ history, ledger }: Twins, accessId: string): Promise<void> => {
  const detail = await history.find(accessId);
  if (detail === undefined) return broken(`${accessId} has no row`);
  const { row, deliveries, events } = detail;
  const name = row.groupedWith === undefined ? 'recorded' : 'grouped';
  if (!(events ?? []).some(({ kind }) => kind === name)) broken(`${accessId} has no event "${name}"`);
  const first = deliveries.filter(({ part }) => part === undefined);
  if (row.groupedWith === undefined) {
    if (first.length !== 1) broken(`${accessId} rang ${first.length} times`);
    return checkCount(row, await history.repeatsOf(accessId), deliveries.map(deliveryIdOf));
  }
  if (deliveries.length > 0) broken(`the repeat ${accessId} opened a delivery`);
  if (accessId === accessIdOf(2)) broken('another person was taken for a repeat');
  const rang = ledger.deliveriesOf(row.groupedWith).filter(({ part }) => part === undefined);
  const before = await history.find(row.groupedWith);
  // An access that opened the window, died, and came back after another had opened the next, was told with that one.
  const toldWith = before?.row.groupedWith ?? row.groupedWith;
  if (rang.length === 0 && ledger.deliveriesOf(toldWith).length === 0) {
    broken(`${accessId} was counted with ${row.groupedWith}, which never rang`);
  }
};

const checkCount = (row: AccessRow, counted: AccessRow['repeats'], ids: readonly string[]): void => {
  const words = ids.filter((id) => id.endsWith('.repeats'));
  const expected = counted === undefined ? 0 : 1;
  if (words.length !== expected)
    broken(`${row.accessId}: ${words.length} later words for ${counted?.count ?? 0} repeats`);
  if (row.repeats?.count !== counted?.count) {
    broken(`${row.accessId} says ${row.repeats?.count ?? 0} repeats of ${counted?.count ?? 0}`);
  }
};
