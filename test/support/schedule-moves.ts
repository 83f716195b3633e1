/** How the world of the search moves: who begins, what a step does, what a death leaves. Checks every promise on the way. */
import type { Policy } from '../../lib/policy/policy.ts';
import { deliveryIdOf } from '../../lib/delivery/delivery.ts';
import type { WakeUp } from '../../lib/usecases/queued-wake-up.ts';
import { crossAccountRecord, envelopeOf } from './sample-events.ts';
import { PRODUCTION, samplePolicy } from './sample-policy.ts';
import {
  deliverProgram,
  type Protocol,
  recordProgram,
  type Surroundings,
  sweepProgram,
  type Want,
} from './schedule-effects.ts';
import { type Job, StoreStates, type WorkerNode, WorkerNodes } from './schedule-replay.ts';
import { type Adversary, at, plus, without, type World } from './schedule-world.ts';

type JobName = 'record' | 'deliver' | 'sweep';

/** What is searched: a protocol, its destinations, and an adversary. */
export interface Case {
  readonly protocol: Protocol;
  readonly destinations: 1 | 2;
  /** The destinations can ask their vendor what arrived. */
  readonly asks: boolean;
  readonly adversary: Adversary;
  /** How many functions run at the same time, 3 unless given. */
  readonly workers?: number;
  /** Longest life of a function in seconds, 30 unless given. */
  readonly functionSeconds?: number;
  /** Which functions may die or see an effect fail: all unless given. */
  readonly faultsIn?: readonly JobName[];
}

/** What becomes of an effect. */
export type Fate = 'performed' | 'fails-before' | 'fails-after' | 'is-lost';

/** The world after an effect, and what its worker is given. */
interface Effect {
  readonly world: World;
  readonly answer?: unknown;
  /** Equal for equal answers. */
  readonly key?: string;
  /** The delivery that has arrived and is not noted yet. */
  readonly unnoted?: string;
}

const ACCESS_ID = `${PRODUCTION}.event-1`;
const DESTINATIONS = ['platform-slack', 'platform-jira'] as const;

/** Every step answers the world after it, or throws what it has broken. */
export class Moves {
  readonly #case: Case;
  readonly #jobs: { readonly record: Job; readonly sweep: Job; readonly deliver: readonly Job[] };
  readonly #nodes = new WorkerNodes();
  readonly #stores = new StoreStates(ACCESS_ID);
  /** Deliveries of the access, one for each destination. */
  readonly ids: readonly string[];

  constructor(of: Case) {
    this.#case = of;
    const destinations = DESTINATIONS.slice(0, of.destinations);
    this.ids = destinations.map((destination) => `${ACCESS_ID}.${destination}`);
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

  /** One record waits in the intake queue, and nothing else has happened. */
  async beginning(): Promise<World> {
    const none = this.ids.map(() => 0);
    const store = await this.#stores.empty();
    const left = this.#case.adversary;
    return { now: 0, store, intake: 1, wakeUps: none, workers: [], arrived: none, excused: none, left };
  }

  async #start(world: World, job: Job): Promise<World> {
    return { ...world, workers: [...world.workers, await this.#nodes.start(job, world.now)] };
  }

  startSweep(world: World): Promise<World> {
    return this.#start(world, this.#jobs.sweep);
  }

  startRecord(world: World): Promise<World> {
    return this.#start({ ...world, intake: world.intake - 1 }, this.#jobs.record);
  }

  startDeliver(world: World, index: number): Promise<World> {
    const job = this.#jobs.deliver[index];
    if (job === undefined) throw new Error(`There is no destination ${index}.`);
    return this.#start({ ...world, wakeUps: plus(world.wakeUps, index, -1) }, job);
  }

  /** A dead worker's message becomes visible again; what it had sent without noting it is excused. */
  die(world: World, worker: WorkerNode): World {
    return this.#excuse(this.#giveBack(without(world, worker), worker.job), worker.unnoted);
  }

  #giveBack(world: World, job: Job): World {
    if (job === this.#jobs.record) return { ...world, intake: world.intake + 1 };
    const index = this.#jobs.deliver.indexOf(job);
    return index < 0 ? world : { ...world, wakeUps: plus(world.wakeUps, index, 1) };
  }

  #excuse(world: World, id: string | undefined): World {
    return id === undefined ? world : { ...world, excused: plus(world.excused, this.ids.indexOf(id), 1) };
  }

  async step(world: World, worker: WorkerNode, fate: Fate): Promise<World> {
    const { progress, job } = worker;
    if (progress.kind === 'ended') {
      if (job === this.#jobs.record) this.#checkAcknowledged(world);
      return without(world, worker);
    }
    const { world: changed, answer, key, unnoted } = await this.#perform(world, worker, progress.want, fate);
    const failed = fate === 'fails-before' || fate === 'fails-after';
    const given = failed ? { key: 'failed', failed } : { key: key ?? '', answer };
    const next = await this.#nodes.next(worker, { now: world.now, ...given }, unnoted);
    const others = without(changed, worker);
    if (next.progress.kind === 'wants') return { ...others, workers: [...others.workers, next] };
    if (next.progress.comesBack) return this.#giveBack(others, job);
    // An acknowledgement can be lost; the sweep has none.
    return job === this.#jobs.sweep ? others : { ...others, workers: [...others.workers, next] };
  }

  async #perform(world: World, worker: WorkerNode, want: Want, fate: Fate): Promise<Effect> {
    switch (want.kind) {
      case 'store':
        return fate === 'fails-before'
          ? { world: want.name === 'settle' ? this.#excuse(world, worker.unnoted) : world }
          : this.#performOnStore(world, worker, want);
      case 'wake': {
        if (fate === 'fails-before' || fate === 'is-lost') return { world };
        const woken = want.deliveries.map((delivery) => this.ids.indexOf(deliveryIdOf(delivery)));
        const wakeUps = woken.reduce((counts, index) => plus(counts, index, 1), world.wakeUps);
        return { world: { ...world, wakeUps } };
      }
      case 'look': {
        const answer = at(world.arrived, this.ids.indexOf(want.id)) > 0;
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

  async #performOnStore(
    world: World,
    worker: WorkerNode,
    want: Extract<Want, { kind: 'store' }>,
  ): Promise<Effect> {
    const { state, answer, key } = await this.#stores.perform(world.store, worker, { now: world.now, want });
    const effect = { world: { ...world, store: state }, answer, key };
    // Settling is what notes an arrival.
    const isStillUnnoted = want.name !== 'settle' && worker.unnoted !== undefined;
    return isStillUnnoted ? { ...effect, unnoted: worker.unnoted } : effect;
  }

  /** The vendor takes the message: the row must be there, and no copy may be without excuse. */
  #arrive(world: World, id: string): World {
    const index = this.ids.indexOf(id);
    const arrived = plus(world.arrived, index, 1);
    if (world.store.rows !== 1) broken('somebody was told before the row was written');
    if (this.#case.asks && at(arrived, index) > 1) broken('a destination that can ask got a second copy');
    if (at(arrived, index) > 1 + at(world.excused, index)) broken('a copy that no crash explains');
    return { ...world, arrived };
  }

  #checkAcknowledged({ store }: World): void {
    if (store.rows !== 1) broken(`an acknowledged record has ${store.rows} rows`);
    if (store.deliveries.length !== this.ids.length) {
      broken('an acknowledged record has deliveries that were never opened');
    }
  }
}

/** Ends the search: the steps that led here are added by whoever took them. */
export const broken = (promise: string): never => {
  throw new Error(promise);
};

const NO_ANSWER = { kind: 'retry', code: 'doubtful' } as const;

const surroundingsOf = (
  { protocol, asks }: Case,
  destinations: readonly (typeof DESTINATIONS)[number][],
): Surroundings => {
  const policy: Policy = {
    ...samplePolicy,
    owners: samplePolicy.owners.map((owner) => ({ ...owner, destinations: [...destinations] })),
    clients: [],
    repeatWindowMinutes: 0,
  };
  return { protocol, policy, asks: () => asks, whole: false };
};

const wakeUpFor = (destinationId: string): WakeUp => ({
  messageId: 'message',
  receiptHandle: 'handle',
  groupId: destinationId,
  key: { accessId: ACCESS_ID, destinationId },
});
