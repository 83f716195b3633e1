/** Formatters of `Intl`, made once each: making one costs more than everything else that a schedule does. */

/** Until the answered function is called, equal arguments give the same `Intl.DateTimeFormat`. */
export const rememberFormatters = (): (() => void) => {
  const original = Intl.DateTimeFormat;
  const known = new Map<string, Intl.DateTimeFormat>();
  Intl.DateTimeFormat = new Proxy(original, {
    construct: (target, [locale, options]: ConstructorParameters<typeof Intl.DateTimeFormat>) => {
      const key = JSON.stringify([locale, options]);
      const formatter = known.get(key) ?? new target(locale, options);
      known.set(key, formatter);
      return formatter;
    },
  });
  return () => {
    Intl.DateTimeFormat = original;
  };
};
