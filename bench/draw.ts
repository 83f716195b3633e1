/** Repeatable draws: the same number always gives the same row, so that a load can be made again, or in another order. */

export interface Draw {
  /** In [0, 1). */
  readonly next: () => number;
  /** From 0 to `count` - 1. */
  readonly below: (count: number) => number;
  /** The same, the first ones much more often: as people, roles and addresses are met. */
  readonly mostlyFirst: (count: number) => number;
  readonly oneOf: <T>(list: readonly [T, ...T[]]) => T;
}

/** Mulberry32, a generator with 32 bits of state. */
export const drawsOf = (seed: number): Draw => {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    mostlyFirst: (count) => Math.floor(count * next() ** 3),
    oneOf: (list) => list[below(list.length)] ?? list[0],
  };
};
