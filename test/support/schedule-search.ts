/**
 * Exhaustive search over everything that can happen to one access: at every point, each worker may take its next step,
 * die, or see its effect fail; messages may be taken up, come twice or be lost; time may pass. Worlds that were seen
 * before are not entered again. The adversary is stronger than SQS FIFO: wake-ups are taken in any order, any number at
 * once, and one that comes back may be taken up again at once.
 */
import type { WakeUp } from '../../lib/usecases/deliver-batch.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { crossAccountRecord, envelopeOf } from './sample-events.ts';
import { PRODUCTION, samplePolicy } from './sample-policy.ts';
import {
  deliverProgram,
  FUNCTION_SECONDS,
  type Protocol,
  recordProgram,
  type Surroundings,
  sweepProgram,
  type Want,
} from './schedule-effects.ts';
import {
  type Job,
  type StoreState,
  StoreStates,
  unsettledOf,
  type WorkerNode,
  WorkerNodes,
} from './schedule-replay.ts';

/** What the adversary may do, each so many times in one schedule. */
export interface Adversary {
  /** A worker dies between two effects, or an effect fails before or after it was performed. */
  readonly faults: number;
  /** A message of either queue comes a second time. */
  readonly duplicates: number;
  /** The sweep runs (it runs every minute anyway once the schedule has ended). */
  readonly sweeps: number;
  /** Time passes: half a minute, or more than a lease. */
  readonly pauses: number;
  /** The vendor's answer does not come, whether the message arrived or not. */
  readonly lostAnswers: number;
}

export interface Case {
  readonly protocol: Protocol;
  readonly destinations: 1 | 2;
  /** The destinations can ask their vendor what arrived. */
  readonly asks: boolean;
  readonly adversary: Adversary;
  /** How many functions run at the same time, 3 unless given. */
  readonly workers?: number;
  /** Longest life of a function in seconds, 60 unless given. */
  readonly functionSeconds?: number;
  /** Which functions may die or see an effect fail: all unless given. */
  readonly faultsIn?: readonly JobName[];
}

export interface Explored {
  /** Different worlds that were reached, each checked. */
  readonly worlds: number;
  readonly steps: number;
  /** Ways through these worlds from the beginning to an end: at least so many, ways in circles not counted. */
  readonly schedules: number;
  /** How often a world was left to recover by itself. */
  readonly recoveries: number;
}

type JobName = 'record' | 'deliver' | 'sweep';

/** Everything there is at one moment. Lists are by destination. */
interface World {
  readonly now: number;
  readonly store: StoreState;
  /** Copies of the record's message that nobody works on. */
  readonly intake: number;
  /** Wake-ups that nobody works on. */
  readonly wakeUps: readonly number[];
  readonly workers: readonly WorkerNode[];
  /** Messages at the vendor. */
  readonly arrived: readonly number[];
  /** Arrivals that nobody could note: their worker died before, or their answer was lost. */
  readonly excused: readonly number[];
  readonly left: Adversary;
}

interface Action {
  readonly says: string;
  readonly next: () => Promise<World>;
}

type Fate = 'performed' | 'fails-before' | 'fails-after' | 'is-lost';

const ACCESS_ID = `${PRODUCTION}.event-1`;
const DESTINATIONS = ['platform-slack', 'platform-jira'] as const;
const PAUSES = [31, 91] as const;
const MINUTE = 60;
/** A lease of 90 s, back-offs of seconds: whatever is not told by then never will be. */
const MINUTES_TO_RECOVER = 6;

/** Explores every schedule of the case. Throws at the first that breaks a promise, and tells its steps. */
export const exploreSchedules = async (of: Case): Promise<Explored> => new Search(of).run();

class Search {
  readonly #case: Case;
  readonly #ids: readonly string[];
  readonly #jobs: { readonly record: Job; readonly sweep: Job; readonly deliver: readonly Job[] };
  readonly #nodes = new WorkerNodes();
  readonly #stores = new StoreStates(ACCESS_ID);
  /** Schedules from each world that was entered; 0 while it is still open. */
  readonly #schedulesFrom = new Map<string, number>();
  readonly #recovered = new Set<string>();
  readonly #trace: string[] = [];
  #steps = 0;

  constructor(of: Case) {
    this.#case = of;
    const destinations = DESTINATIONS.slice(0, of.destinations);
    this.#ids = destinations.map((destination) => `${ACCESS_ID}.${destination}`);
    const surroundings = surroundingsOf(of, destinations);
    this.#jobs = {
      record: { name: 'record', program: recordProgram(surroundings, envelopeOf(crossAccountRecord())) },
      sweep: { name: 'sweep', program: sweepProgram(surroundings) },
      deliver: destinations.map((id) => ({
        name: `deliver ${id}`,
        program: deliverProgram(surroundings, [wakeUpFor(id)]),
      })),
    };
  }

  async run(): Promise<Explored> {
    const none = this.#ids.map(() => 0);
    const schedules = await this.#visit({
      now: 0,
      store: await this.#stores.empty(),
      intake: 1,
      wakeUps: none,
      workers: [],
      arrived: none,
      excused: none,
      left: this.#case.adversary,
    });
    const [worlds, recoveries] = [this.#schedulesFrom.size, this.#recovered.size];
    return { worlds, steps: this.#steps, schedules, recoveries };
  }

  async #visit(world: World): Promise<number> {
    const key = keyOf(world, true);
    const known = this.#schedulesFrom.get(key);
    if (known !== undefined) return known;
    this.#schedulesFrom.set(key, 0);
    // Whoever works comes to an end; so it is enough to let the world recover where nobody does.
    if (world.workers.length === 0 && world.intake === 0) await this.#recover(world);
    let schedules = 0;
    for (const { says, next } of this.#actions(world)) {
      this.#trace.push(says);
      this.#steps += 1;
      schedules += await this.#visit(await next());
      this.#trace.pop();
    }
    // A world whose every way leads back where it came from is an end too.
    this.#schedulesFrom.set(key, Math.max(1, schedules));
    return Math.max(1, schedules);
  }

  #actions(world: World): readonly Action[] {
    return [
      ...world.workers.flatMap((worker) => this.#actionsOf(world, worker)),
      ...this.#starts(world),
      ...this.#duplicates(world),
      ...this.#pauses(world),
    ];
  }

  /** Its next step; its death; the ways in which its effect can go wrong. */
  #actionsOf(world: World, worker: WorkerNode): readonly Action[] {
    const { name } = worker.job;
    const { progress } = worker;
    const what = progress.kind === 'ended' ? 'is over' : says(progress.want);
    const fate = (how: Fate, words: string, cost: Partial<Adversary> = {}): Action => ({
      says: `${name}: ${what}${words}`,
      next: () => this.#step(spend(world, cost), worker, how),
    });
    const actions = [fate('performed', '')];
    const want = progress.kind === 'wants' ? progress.want : undefined;
    if (world.left.lostAnswers > 0 && (want?.kind === 'arrive' || want?.kind === 'answer')) {
      actions.push(fate('is-lost', ', lost on the way', { lostAnswers: 1 }));
    }
    if (world.left.faults === 0 || !this.#mayFail(name)) return actions;
    const fault = { faults: 1 };
    actions.push({
      says: `${name}: dies before: ${what}`,
      next: async () => this.#die(spend(world, fault), worker),
    });
    if (want?.kind === 'store' || want?.kind === 'wake') {
      actions.push(fate('fails-before', ', fails', fault), fate('fails-after', ', done but fails', fault));
    }
    if (want?.kind === 'wake') actions.push(fate('is-lost', ', lost', fault));
    return actions;
  }

  #mayFail(name: string): boolean {
    return this.#case.faultsIn?.some((job) => name.startsWith(job)) ?? true;
  }

  #starts(world: World): readonly Action[] {
    if (world.workers.length >= (this.#case.workers ?? 3)) return [];
    const starts: Action[] = [];
    if (world.intake > 0) starts.push({ says: 'record begins', next: () => this.#startRecord(world) });
    this.#ids.forEach((_id, index) => {
      if (at(world.wakeUps, index) > 0) {
        starts.push({ says: `deliver ${index} begins`, next: () => this.#startDeliver(world, index) });
      }
    });
    if (world.left.sweeps > 0) {
      starts.push({
        says: 'sweep begins',
        next: () => this.#start(spend(world, { sweeps: 1 }), this.#jobs.sweep),
      });
    }
    return starts;
  }

  #duplicates(world: World): readonly Action[] {
    if (world.left.duplicates === 0) return [];
    const spent = spend(world, { duplicates: 1 });
    const record: Action = {
      says: 'the record comes again',
      next: async () => ({ ...spent, intake: spent.intake + 1 }),
    };
    const wakeUps = world.store.deliveries.map(
      (_delivery, index): Action => ({
        says: `wake-up ${index} comes again`,
        next: async () => ({ ...spent, wakeUps: plus(spent.wakeUps, index, 1) }),
      }),
    );
    return [record, ...wakeUps];
  }

  /** Nobody lives longer than a function may: time passes only as far as everybody who works can bear. */
  #pauses(world: World): readonly Action[] {
    if (world.left.pauses === 0) return [];
    const longest = this.#case.functionSeconds ?? FUNCTION_SECONDS;
    const bearable = PAUSES.filter((seconds) =>
      world.workers.every(({ startedAt }) => world.now + seconds <= startedAt + longest),
    );
    return bearable.map((seconds) => ({
      says: `${seconds} seconds pass`,
      next: async () => ({ ...spend(world, { pauses: 1 }), now: world.now + seconds }),
    }));
  }

  async #start(world: World, job: Job): Promise<World> {
    return { ...world, workers: [...world.workers, await this.#nodes.start(job, world.now)] };
  }

  #startRecord(world: World): Promise<World> {
    return this.#start({ ...world, intake: world.intake - 1 }, this.#jobs.record);
  }

  #startDeliver(world: World, index: number): Promise<World> {
    const job = this.#jobs.deliver[index];
    if (job === undefined) throw new Error(`There is no destination ${index}.`);
    return this.#start({ ...world, wakeUps: plus(world.wakeUps, index, -1) }, job);
  }

  /** A dead worker's message becomes visible again; what it had sent without noting it is excused. */
  #die(world: World, worker: WorkerNode): World {
    return this.#excuse(this.#giveBack(without(world, worker), worker.job), worker.unnoted);
  }

  #giveBack(world: World, job: Job): World {
    if (job === this.#jobs.record) return { ...world, intake: world.intake + 1 };
    const index = this.#jobs.deliver.indexOf(job);
    return index < 0 ? world : { ...world, wakeUps: plus(world.wakeUps, index, 1) };
  }

  #excuse(world: World, id: string | undefined): World {
    return id === undefined ? world : { ...world, excused: plus(world.excused, this.#ids.indexOf(id), 1) };
  }

  async #step(world: World, worker: WorkerNode, fate: Fate): Promise<World> {
    const { progress, job } = worker;
    if (progress.kind === 'ended') {
      if (job === this.#jobs.record) this.#checkAcknowledged(world);
      return without(world, worker);
    }
    const { world: changed, answer, key, unnoted } = await this.#perform(world, worker, progress.want, fate);
    const failed = fate === 'fails-before' || fate === 'fails-after';
    const given = { now: world.now, key: failed ? 'failed' : key, answer, ...(failed ? { failed } : {}) };
    const next = await this.#nodes.next(worker, given, unnoted);
    const others = without(changed, worker);
    if (next.progress.kind === 'wants') return { ...others, workers: [...others.workers, next] };
    if (next.progress.comesBack) return this.#giveBack(others, job);
    // An acknowledgement can be lost; the sweep has none.
    return job === this.#jobs.sweep ? others : { ...others, workers: [...others.workers, next] };
  }

  async #perform(world: World, worker: WorkerNode, want: Want, fate: Fate): Promise<Effect> {
    switch (want.kind) {
      case 'store': {
        // A settlement that was not written leaves what arrived without a note.
        const noted = want.name === 'settle' ? undefined : worker.unnoted;
        if (fate === 'fails-before')
          return { world: this.#excuse(world, want.name === 'settle' ? worker.unnoted : undefined) };
        const done = await this.#stores.perform(world.store, worker, { now: world.now, want });
        return {
          world: { ...world, store: done.state },
          answer: done.answer,
          key: done.key,
          ...(noted && { unnoted: noted }),
        };
      }
      case 'wake': {
        if (fate === 'fails-before' || fate === 'is-lost') return { world };
        const woken = want.deliveries.map(({ destinationId }) =>
          DESTINATIONS.findIndex((id) => id === destinationId),
        );
        return {
          world: {
            ...world,
            wakeUps: woken.reduce((counts, index) => plus(counts, index, 1), world.wakeUps),
          },
        };
      }
      case 'look': {
        const answer = at(world.arrived, this.#ids.indexOf(want.id)) > 0;
        return { world, answer, key: String(answer) };
      }
      case 'arrive':
        return fate === 'is-lost'
          ? { world, answer: NO_ANSWER, key: 'lost' }
          : { world: this.#arrive(world, want.id), unnoted: want.id };
      case 'answer':
        return fate === 'is-lost'
          ? { world: this.#excuse(world, want.id), answer: NO_ANSWER, key: 'lost' }
          : { world, answer: { kind: 'sent' }, unnoted: want.id };
      case 'postpone':
        return { world };
    }
  }

  /** The vendor takes the message: the row must be there, and no copy may be without excuse. */
  #arrive(world: World, id: string): World {
    const index = this.#ids.indexOf(id);
    const arrived = plus(world.arrived, index, 1);
    if (world.store.rows !== 1) this.#broken('somebody was told before the row was written');
    if (this.#case.asks && at(arrived, index) > 1)
      this.#broken('a destination that can ask got a second copy');
    if (at(arrived, index) > 1 + at(world.excused, index)) this.#broken('a copy that no crash explains');
    return { ...world, arrived };
  }

  #checkAcknowledged({ store }: World): void {
    if (store.rows !== 1) this.#broken(`an acknowledged record has ${store.rows} rows`);
    if (store.deliveries.length !== this.#ids.length) {
      this.#broken('an acknowledged record has deliveries that were never opened');
    }
  }

  /** The schedule is over and the world healthy: queues are worked off, the sweep runs every minute. */
  async #recover(from: World): Promise<void> {
    const key = keyOf(from, false);
    if (this.#recovered.has(key)) return;
    let world: World = from;
    for (let minute = 0; minute < MINUTES_TO_RECOVER; minute += 1) {
      world = await this.#workOff(await this.#finish(await this.#start(world, this.#jobs.sweep)));
      world = { ...world, now: world.now + MINUTE };
    }
    const open = unsettledOf(world.store);
    if (open.length > 0) this.#broken(`lost: ${open.join(', ')} is never sent`);
    this.#ids.forEach((id, index) => {
      const [copies, excused] = [at(world.arrived, index), at(world.excused, index)];
      if (copies === 0) this.#broken(`lost: ${id} counts as sent and never arrived`);
      if (copies > 1 + excused) this.#broken(`${copies} copies of ${id} after ${excused} crashes`);
    });
    this.#recovered.add(key);
  }

  async #workOff(from: World): Promise<World> {
    let world = from;
    for (const [index, waiting] of from.wakeUps.entries()) {
      for (let taken = 0; taken < waiting; taken += 1) {
        world = await this.#finish(await this.#startDeliver(world, index));
      }
    }
    return world;
  }

  async #finish(from: World): Promise<World> {
    let world = from;
    for (let worker = world.workers[0]; worker !== undefined; worker = world.workers[0]) {
      world = await this.#step(world, worker, 'performed');
    }
    return world;
  }

  #broken(promise: string): never {
    throw new Error(`${promise}\n  ${this.#trace.join('\n  ')}`);
  }
}

interface Effect {
  readonly world: World;
  readonly answer?: unknown;
  readonly key?: string;
  readonly unnoted?: string;
}

const NO_ANSWER = { kind: 'retry', code: 'doubtful' } as const;

const surroundingsOf = (
  { protocol, asks }: Case,
  destinations: readonly (typeof DESTINATIONS)[number][],
): Surroundings => {
  const policy: Policy = {
    ...samplePolicy,
    owners: samplePolicy.owners.map((owner) => ({ ...owner, destinations: [...destinations] })),
    clients: [],
  };
  return { protocol, policy, asks: () => asks };
};

const wakeUpFor = (destinationId: string): WakeUp => ({
  messageId: 'message',
  receiptHandle: 'handle',
  groupId: destinationId,
  key: { accessId: ACCESS_ID, destinationId },
});

const says = (want: Want): string => {
  switch (want.kind) {
    case 'store':
      return want.name;
    case 'arrive':
      return 'the message arrives';
    case 'answer':
      return 'the vendor answers';
    default:
      return want.kind;
  }
};

const at = (counts: readonly number[], index: number): number => counts[index] ?? 0;

const plus = (counts: readonly number[], index: number, more: number): readonly number[] =>
  counts.map((count, position) => (position === index ? count + more : count));

const without = (world: World, worker: WorkerNode): World => {
  const index = world.workers.indexOf(worker);
  return { ...world, workers: world.workers.filter((_other, position) => position !== index) };
};

const spend = (world: World, cost: Partial<Adversary>): World => ({
  ...world,
  left: {
    faults: world.left.faults - (cost.faults ?? 0),
    duplicates: world.left.duplicates - (cost.duplicates ?? 0),
    sweeps: world.left.sweeps - (cost.sweeps ?? 0),
    pauses: world.left.pauses - (cost.pauses ?? 0),
    lostAnswers: world.left.lostAnswers - (cost.lostAnswers ?? 0),
  },
});

/** Equal worlds have equal keys: which of several workers at the same point is which does not matter. */
const keyOf = ({ workers, left, ...world }: World, withAdversary: boolean): string => {
  const ids = workers.map(({ id }) => id).sort((one, other) => one - other);
  const { now, store, intake, wakeUps, arrived, excused } = world;
  const body = `${now}|${store.id}|${intake}|${wakeUps.join()}|${ids.join()}|${arrived.join()}|${excused.join()}`;
  return withAdversary ? `${body}|${Object.values(left).join()}` : body;
};
