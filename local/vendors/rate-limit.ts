/** A token bucket per key: so much per second, with a short burst forgiven. */

export interface RateLimit {
  /** Undefined when the request may pass, else the whole seconds to wait. */
  readonly secondsToWait: (key: string) => number | undefined;
}

/** A limit of `perSecond`, forgiving `burst` at once. */
export function rateLimit(options: { perSecond: number; burst: number; now: () => Date }): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    secondsToWait: (key) => {
      const at = options.now().getTime();
      const bucket = buckets.get(key) ?? { tokens: options.burst, at };
      const earned = (Math.max(0, at - bucket.at) / 1000) * options.perSecond;
      const tokens = Math.min(options.burst, bucket.tokens + earned);
      const pass = tokens >= 1;
      buckets.set(key, { tokens: pass ? tokens - 1 : tokens, at });
      return pass ? undefined : Math.max(1, Math.ceil((1 - tokens) / options.perSecond));
    },
  };
}
