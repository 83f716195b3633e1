/**
 * Workers and store as values, so that a search can go back to any of them. A promise cannot be copied; but the use cases
 * depend on nothing except the answers to their effects and the clock. So a worker *is* the list of answers it was given:
 * to see what it does next, its real code runs again from the beginning over that list. Equal lists are one node, and the
 * store is kept the same way: as the operations that made it, with equal contents as one state.
 */
import { type Delivery, deliveryIdOf } from '../../lib/delivery/delivery.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import { frozen } from './frozen.ts';
import { MemoryEvents } from './memory-events.ts';
import { MemoryHealth } from './memory-health.ts';
import { MemoryHistory } from './memory-history.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { EVER } from './recording.ts';
import type { Ask, Program, Store, Want } from './schedule-effects.ts';

const BEGINNING = Date.parse('2026-11-22T12:00:00.000Z');

/** The moment so many seconds after the beginning of a schedule. */
export const momentAt = (seconds: number): Date => new Date(BEGINNING + seconds * 1000);

/** What a worker was given: an answer, or an error in its place, and when. */
export interface Given {
  readonly now: number;
  /** Equal for equal answers. */
  readonly key: string;
  readonly answer?: unknown;
  readonly failed?: true;
}

/** A job: what runs, and under which name it appears in a schedule. */
export interface Job {
  readonly name: string;
  readonly program: Program;
}

type Progress =
  | { readonly kind: 'wants'; readonly want: Want }
  | { readonly kind: 'ended'; readonly comesBack: boolean };

/** A worker at one point of its life. */
export interface WorkerNode {
  readonly id: number;
  readonly job: Job;
  readonly startedAt: number;
  readonly given: readonly Given[];
  readonly progress: Progress;
  /** The delivery that has arrived at its vendor without this worker having noted it yet. */
  readonly unnoted?: string;
}

export class WorkerNodes {
  readonly #nodes = new Map<string, WorkerNode>();
  readonly #clock = (now: () => number): Clock => ({
    now: () => momentAt(now()),
    newId: () => 'unused',
    random: () => 0.5,
    // Waiting takes no time of its own here: others may act while somebody waits for an answer.
    sleep: async () => undefined,
  });

  start(job: Job, now: number): Promise<WorkerNode> {
    return this.#node(`${job.name}@${now}`, { job, startedAt: now, given: [] });
  }

  next(node: WorkerNode, given: Given, unnoted: string | undefined): Promise<WorkerNode> {
    const { job, startedAt } = node;
    const base = { job, startedAt, given: [...node.given, given] };
    return this.#node(
      `${node.id}+${given.now}${given.key}`,
      unnoted === undefined ? base : { ...base, unnoted },
    );
  }

  async #node(key: string, life: Omit<WorkerNode, 'id' | 'progress'>): Promise<WorkerNode> {
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const progress = await this.#progressOf(life);
    // How somebody came to his end makes no difference any more.
    const end = `${life.job.name}@${life.startedAt} ended`;
    const same = progress.kind === 'ended' && !progress.comesBack ? this.#nodes.get(end) : undefined;
    const node = same ?? { ...life, id: this.#nodes.size, progress };
    if (progress.kind === 'ended' && !progress.comesBack) this.#nodes.set(end, node);
    this.#nodes.set(key, node);
    return node;
  }

  /** Runs the real code over the answers until it wants another effect or ends. */
  #progressOf({ job, startedAt, given }: Omit<WorkerNode, 'id' | 'progress'>): Promise<Progress> {
    return new Promise((resolve) => {
      let position = 0;
      const ask: Ask = async <Answer>(want: Want): Promise<Answer> => {
        const next = given[position];
        if (next === undefined) {
          resolve({ kind: 'wants', want });
          return new Promise<never>(() => undefined);
        }
        position += 1;
        if (next.failed === true) throw new Error('this effect failed');
        // An answer is shared by all schedules that begin alike.
        return frozen(next.answer) as Answer;
      };
      const now = () => given[position - 1]?.now ?? startedAt;
      job.program(ask, this.#clock(now)).then(
        (back) => resolve({ kind: 'ended', comesBack: back.length > 0 }),
        () => resolve({ kind: 'ended', comesBack: true }),
      );
    });
  }
}

interface Operation {
  readonly now: number;
  readonly want: Extract<Want, { kind: 'store' }>;
}

/** The store at one moment. */
export interface StoreState {
  readonly id: number;
  readonly operations: readonly Operation[];
  readonly rows: number;
  readonly deliveries: readonly Delivery[];
}

interface Performed {
  readonly state: StoreState;
  readonly answer: unknown;
  readonly key: string;
}

export class StoreStates {
  readonly #accessId: string;
  readonly #states = new Map<string, StoreState>();
  readonly #performed = new Map<string, Performed>();

  constructor(accessId: string) {
    this.#accessId = accessId;
  }

  /** The state before anything happened. */
  async empty(): Promise<StoreState> {
    return this.#intern(openStore().store, []);
  }

  /** Performs what `node` wants on `state`. */
  async perform(state: StoreState, node: WorkerNode, operation: Operation): Promise<Performed> {
    const key = `${state.id}/${node.id}@${operation.now}`;
    const known = this.#performed.get(key);
    if (known !== undefined) return known;
    const { store, begin } = openStore();
    let answer: unknown;
    const operations = [...state.operations, operation];
    for (const each of operations) {
      begin(each);
      answer = await each.want.run(store);
    }
    const changed = await this.#intern(store, operations);
    const performed = { state: changed, answer, key: shortText(answer) };
    this.#performed.set(key, performed);
    return performed;
  }

  async #intern(store: Store, operations: readonly Operation[]): Promise<StoreState> {
    const { rows } = await store.history.list(EVER);
    const deliveries = store.ledger.deliveriesOf(this.#accessId);
    // `pending` tells the end of a lease; its token follows from the number of attempts.
    const pending = await store.ledger.pending('9999', EVER.limit);
    const contents = shortText([rows.map(({ accessId }) => accessId), deliveries, pending]);
    const known = this.#states.get(contents);
    if (known !== undefined) return known;
    const state = { id: this.#states.size, operations, rows: rows.length, deliveries };
    this.#states.set(contents, state);
    return state;
  }
}

/** Empty twins, and their clock. A token names the delivery and its claim, so that stores of equal contents agree on it. */
const openStore = () => {
  let current: Operation | undefined;
  const claims = new Map<string, number>();
  const clock: Clock = {
    now: () => momentAt(current?.now ?? 0),
    newId: () => {
      const id = current?.want.id ?? '';
      claims.set(id, (claims.get(id) ?? 0) + 1);
      return `${id}#${claims.get(id) ?? 0}`;
    },
    random: () => 0.5,
    sleep: () => Promise.reject(new Error('no store sleeps')),
  };
  const ledger = new MemoryLedger(clock);
  const events = new MemoryEvents(clock);
  const store: Store = {
    ledger,
    events,
    health: new MemoryHealth(),
    history: new MemoryHistory(ledger.deliveriesOf, events),
  };
  const begin = (operation: Operation): void => {
    current = operation;
  };
  return { store, begin };
};

/** Everything but the words of the notice, which no decision depends on. */
const shortText = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => (key === 'notification' ? undefined : inner));

/** The deliveries of a state that were neither sent nor rejected. */
export const unsettledOf = ({ deliveries }: StoreState): readonly string[] =>
  deliveries.filter(({ state }) => state === 'pending' || state === 'in-progress').map(deliveryIdOf);
