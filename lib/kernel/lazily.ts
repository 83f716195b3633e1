/**
 * Makes a value when it is first needed and keeps it. If making it throws, the next call tries again, so that one bad
 * start does not spoil a sandbox for its whole life.
 */
export const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};
