/** What a reader sees in a moment: read again until it is so, as somebody in front of the screen waits for it. */

/** Jest's own matchers, each of which waits. */
type Waiting<Matchers> = {
  readonly [Name in keyof Matchers]: Matchers[Name] extends (...expected: infer Expected) => unknown
    ? (...expected: Expected) => Promise<void>
    : Waiting<Matchers[Name]>;
};

/** Rather long: a machine that has other things to do is no defect. */
const PATIENCE_MS = 20_000;
const PAUSE_MS = 40;

/**
 * `await seen(() => row.innerText()).toContain('alice')`: as `expect` with the same matcher, but for up to 20 s until it
 * holds; then it throws what the matcher said last, or what reading threw. What holds from the beginning ("nothing is
 * shown") is seen at once: wait for the sign that the page has settled first.
 */
export const seen = <Value>(read: () => Value | Promise<Value>): Waiting<jest.JestMatchers<Value>> =>
  waiting(read, (value) => expect(value)) as Waiting<jest.JestMatchers<Value>>;

const waiting = <Value>(read: () => Value | Promise<Value>, matchersOf: (value: Value) => object): object =>
  new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === 'not') return waiting(read, (value) => Reflect.get(matchersOf(value), name) as object);
        return (...expected: readonly unknown[]) =>
          insist(async () => {
            const matchers = matchersOf(await read());
            (Reflect.get(matchers, name) as (...them: readonly unknown[]) => void)(...expected);
          });
      },
    },
  );

const insist = async (holds: () => Promise<void>): Promise<void> => {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await holds();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
};
