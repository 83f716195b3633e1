/** What goes wrong on the way, and to whom. */
import type { Exchange } from './exchange.ts';

/**
 * `delay`: everything works, late. `cut`: the connection is reset before anything is passed on, or afterwards, when the
 * answer is lost. `answer`: another answer instead, before or after the request was passed on. `twice`: passed on twice.
 * `kill`: the caller's processes end by SIGKILL, before the request is passed on or after it was answered. `hold`: waits
 * until released. `hang`: no answer at all, nothing passed on. `drip`: passed on, the answer comes one byte a second.
 */
export type Fault =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'cut'; readonly when: Moment }
  | { readonly kind: 'answer'; readonly when: Moment; readonly answer: Answer }
  | { readonly kind: 'twice' }
  | { readonly kind: 'kill'; readonly when: Moment }
  | { readonly kind: 'hold'; readonly when: Moment }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drip' };

export type Moment = 'before' | 'after';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Rule {
  readonly on: (exchange: Exchange) => boolean;
  readonly fault: Fault;
  /** Matches that are let through first. */
  readonly skip?: number;
  /** How often it strikes: once unless given. */
  readonly times?: number;
  /** Strikes each n-th match, as often as `times` says. */
  readonly every?: number;
}

/** A rule in force. */
export interface Armed {
  /** How often it struck; a kill counts once nobody is left. */
  struck(): number;
  /** Resolves when it has struck so often. Rejects after so many seconds. */
  whenStruck(times?: number, seconds?: number): Promise<void>;
  /** Lets what it holds go on, and everything after. */
  release(): void;
  clear(): void;
}

interface State {
  readonly rule: Rule;
  seen: number;
  begun: number;
  struck: number;
}

export interface Strike {
  readonly fault: Fault;
  /** Resolves when what is held may go on. */
  readonly released: Promise<void>;
  /** To be called when it has been done. */
  readonly done: () => void;
}

export interface Rules {
  arm(rule: Rule): Armed;
  /** The fault that strikes this exchange, if any; each exchange is struck once at most. */
  strike(exchange: Exchange): Strike | undefined;
  clearAll(): void;
}

const PATIENCE_SECONDS = 30;

export function makeRules(): Rules {
  const armed = new Map<State, { readonly released: Promise<void>; readonly release: () => void }>();
  return {
    arm: (rule) => {
      const state: State = { rule, seen: 0, begun: 0, struck: 0 };
      armed.set(state, gate());
      const disarm = (): void => {
        armed.get(state)?.release();
        armed.delete(state);
      };
      return {
        struck: () => state.struck,
        whenStruck: (times = 1, seconds = PATIENCE_SECONDS) => untilStruck(state, times, seconds),
        release: disarm,
        clear: disarm,
      };
    },
    strike: (exchange) => {
      for (const [state, { released }] of armed) {
        if (!isDue(state, exchange)) continue;
        state.begun += 1;
        return { fault: state.rule.fault, released, done: () => (state.struck += 1) };
      }
      return undefined;
    },
    clearAll: () => {
      for (const { release } of armed.values()) release();
      armed.clear();
    },
  };
}

function isDue(state: State, exchange: Exchange): boolean {
  const { on, skip = 0, times = 1, every = 1 } = state.rule;
  if (state.begun >= times || !on(exchange)) return false;
  state.seen += 1;
  return state.seen > skip && (state.seen - skip) % every === 0;
}

function gate(): { readonly released: Promise<void>; readonly release: () => void } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { released, release: () => release() };
}

async function untilStruck(state: State, times: number, seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (state.struck < times) {
    if (performance.now() > end) throw new Error(`the fault did not strike within ${String(seconds)} s`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
