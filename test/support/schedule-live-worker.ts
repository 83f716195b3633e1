/** A worker of the random run: real code in the middle of its life, parked at the effect it waits for. */
import type { Clock } from '../../lib/kernel/clock.ts';
import type { Ask, Program, Want } from './schedule-effects.ts';

/** Called when a worker ends by itself, with the messages that have to come back. */
export type Ended = (back: readonly string[] | 'failed') => void;

interface Parked {
  readonly want: Want;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (cause: Error) => void;
}

export class LiveWorker {
  readonly name: string;
  readonly startedAt: number;
  /** The deliveries that have arrived at their vendors without having been noted: one of each group at most. */
  readonly unnoted = new Set<string>();
  /** The first is what it waits for; the others are asked side by side and take their turns. */
  readonly #parked: Parked[] = [];
  #rested: () => void = () => undefined;
  #rest: Promise<void> = Promise.resolve();

  constructor(name: string, startedAt: number) {
    this.name = name;
    this.startedAt = startedAt;
  }

  /** What it waits for; `undefined` when it has ended. */
  get want(): Want | undefined {
    return this.#parked[0]?.want;
  }

  begin(program: Program, clock: Clock, ended: Ended): void {
    const end = (back: readonly string[] | 'failed') => {
      ended(back);
      this.#rested();
    };
    this.#renew();
    const ask: Ask = <Answer>(want: Want) =>
      new Promise<Answer>((resolve, reject) => {
        this.#parked.push({ want, resolve: (answer) => resolve(answer as Answer), reject });
        this.#rested();
      });
    program(ask, clock).then(end, () => end('failed'));
  }

  /** Resolves when it waits for an effect or has ended. */
  rest(): Promise<void> {
    return this.#rest;
  }

  answer(answer: unknown): Promise<void> {
    return this.#goOn((parked) => parked.resolve(answer));
  }

  /** Its effect throws. */
  fail(): Promise<void> {
    return this.#goOn((parked) => parked.reject(new Error('this effect failed')));
  }

  #goOn(act: (parked: Parked) => void): Promise<void> {
    const parked = this.#parked.shift();
    const others = this.#parked.length > 0;
    this.#renew();
    if (parked !== undefined) act(parked);
    if (others) this.#rested();
    return this.#rest;
  }

  #renew(): void {
    this.#rest = new Promise((resolve) => {
      this.#rested = resolve;
    });
  }
}
