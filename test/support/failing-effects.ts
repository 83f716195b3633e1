/** The effects of a use case, of which one fails: to see that whoever comes again finishes what was begun. */
import type { Recording } from './recording.ts';

/** `before`: it never happened. `after`: it happened, and nobody got the answer. */
export type FailsWhen = 'before' | 'after';

export interface FailingEffects {
  readonly effects: Recording['effects'];
  /** How many effects were asked for. */
  readonly asked: () => number;
}

/** The `nth` effect (from 1) fails; 0 lets all of them pass. */
export const failAt = (effects: Recording['effects'], nth: number, when: FailsWhen): FailingEffects => {
  let count = 0;
  const effect = async (run: () => Promise<unknown>): Promise<unknown> => {
    count += 1;
    if (count !== nth) return run();
    if (when === 'after') await run();
    throw new Error(`killed ${when} effect ${nth}`);
  };
  const failing = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name, object);
        if (typeof value !== 'function') return value;
        return (...parts: readonly unknown[]) =>
          effect(async () => (await Reflect.apply(value, object, parts)) as unknown);
      },
    });
  return {
    asked: () => count,
    effects: {
      ...effects,
      history: failing(effects.history),
      events: failing(effects.events),
      ledger: failing(effects.ledger),
      health: failing(effects.health),
      ...(effects.seen === undefined ? {} : { seen: failing(effects.seen) }),
      wake: (...parts) => effect(() => effects.wake(...parts)) as Promise<void>,
    },
  };
};
