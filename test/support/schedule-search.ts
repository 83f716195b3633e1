/**
 * Exhaustive search over everything that can happen to one access: at every point, each worker may take its next step,
 * die, or see its effect fail; messages may be taken up, come twice or be lost; time may pass. Worlds that were seen
 * before are not entered again. The adversary is stronger than SQS FIFO: wake-ups are taken in any order, any number at
 * once, and one that comes back may be taken up again at once.
 */
import { FUNCTION_SECONDS, type Want } from './schedule-effects.ts';
import { broken, type Case, type Fate, Moves } from './schedule-moves.ts';
import { unsettledOf, type WorkerNode } from './schedule-replay.ts';
import { type Adversary, at, keyOf, plus, spend, type World } from './schedule-world.ts';

export interface Explored {
  /** Different worlds that were reached, each checked. */
  readonly worlds: number;
  readonly steps: number;
  /** Ways through these worlds from the beginning to an end: at least so many, ways in circles not counted. */
  readonly schedules: number;
  /** How often a world was left to recover by itself. */
  readonly recoveries: number;
}

interface Action {
  readonly says: string;
  readonly next: () => Promise<World>;
}

const PAUSES = [31, 91] as const;
const MINUTE = 60;
/** A lease of 45 s, back-offs of seconds: whatever is not told by then never will be. */
const MINUTES_TO_RECOVER = 6;

/** Explores every schedule of the case. Throws at the first that breaks a promise, and tells its steps. */
export const exploreSchedules = async (of: Case): Promise<Explored> => new Search(of).run();

class Search {
  readonly #case: Case;
  readonly #moves: Moves;
  /** Schedules from each world that was entered; 0 while it is still open. */
  readonly #schedulesFrom = new Map<string, number>();
  readonly #recovered = new Set<string>();
  readonly #trace: string[] = [];
  #steps = 0;

  constructor(of: Case) {
    this.#case = of;
    this.#moves = new Moves(of);
  }

  async run(): Promise<Explored> {
    const schedules = await this.#visit(await this.#moves.beginning()).catch((cause: unknown) => {
      const promise =
        cause instanceof Error ? cause.message : 'a schedule ended in something that is no error';
      throw new Error(`${promise}\n  ${this.#trace.join('\n  ')}`, { cause });
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
      next: () => this.#moves.step(spend(world, cost), worker, how),
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
      next: async () => this.#moves.die(spend(world, fault), worker),
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
    if (world.intake > 0) starts.push({ says: 'record begins', next: () => this.#moves.startRecord(world) });
    this.#moves.ids.forEach((_id, index) => {
      if (at(world.wakeUps, index) > 0) {
        starts.push({ says: `deliver ${index} begins`, next: () => this.#moves.startDeliver(world, index) });
      }
    });
    if (world.left.sweeps > 0) {
      starts.push({
        says: 'sweep begins',
        next: () => this.#moves.startSweep(spend(world, { sweeps: 1 })),
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

  /** The schedule is over and the world healthy: queues are worked off, the sweep runs every minute. */
  async #recover(from: World): Promise<void> {
    const key = keyOf(from, false);
    if (this.#recovered.has(key)) return;
    let world: World = from;
    for (let minute = 0; minute < MINUTES_TO_RECOVER; minute += 1) {
      world = await this.#workOff(await this.#finish(await this.#moves.startSweep(world)));
      world = { ...world, now: world.now + MINUTE };
    }
    const open = unsettledOf(world.store);
    if (open.length > 0) broken(`lost: ${open.join(', ')} is never sent`);
    this.#moves.ids.forEach((id, index) => {
      const [copies, excused] = [at(world.arrived, index), at(world.excused, index)];
      if (copies === 0) broken(`lost: ${id} counts as sent and never arrived`);
      if (copies > 1 + excused) broken(`${copies} copies of ${id} after ${excused} crashes`);
    });
    this.#recovered.add(key);
  }

  async #workOff(from: World): Promise<World> {
    let world = from;
    for (const [index, waiting] of from.wakeUps.entries()) {
      for (let taken = 0; taken < waiting; taken += 1) {
        world = await this.#finish(await this.#moves.startDeliver(world, index));
      }
    }
    return world;
  }

  async #finish(from: World): Promise<World> {
    let world = from;
    for (let worker = world.workers[0]; worker !== undefined; worker = world.workers[0]) {
      world = await this.#moves.step(world, worker, 'performed');
    }
    return world;
  }
}

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
