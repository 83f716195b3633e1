/** Effects of a use case that stops before one of them until it is let go: to see what somebody else does meanwhile. */
import type { Delivering } from './delivering.ts';

export interface Pausing {
  readonly effects: Delivering['effects'];
  /** The pause has begun. */
  readonly reached: Promise<void>;
  readonly go: () => void;
}

/** Stops before its `nth` effect on a store (from 1). */
export const pauseAt = (effects: Delivering['effects'], nth: number): Pausing => {
  const [reached, go] = [signal(), signal()];
  let count = 0;
  const stopping = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name, object);
        if (typeof value !== 'function') return value;
        return async (...parts: readonly unknown[]) => {
          count += 1;
          if (count === nth) {
            reached.give();
            await go.given;
          }
          return Reflect.apply(value, object, parts) as unknown;
        };
      },
    });
  return {
    effects: {
      ...effects,
      history: stopping(effects.history),
      events: stopping(effects.events),
      ledger: stopping(effects.ledger),
      ...(effects.copies !== undefined && { copies: stopping(effects.copies) }),
    },
    reached: reached.given,
    go: go.give,
  };
};

const signal = () => {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
};
