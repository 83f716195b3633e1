/** Slack's `ts`: the time of a message and its name in a channel, so never given twice. */

export interface SlackClock {
  readonly next: () => string;
  /** Takes note of a ts that was given before a restart. */
  readonly seen: (ts: string | undefined) => void;
}

/** Seconds and six decimals, always growing. */
export function slackClock(now: () => Date): SlackClock {
  let last = 0;
  return {
    next: () => {
      last = Math.max(now().getTime() * 1000, last + 1);
      const digits = String(last).padStart(7, '0');
      return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
    },
    seen: (ts) => {
      const micros = Number((ts ?? '').replace('.', ''));
      if (Number.isFinite(micros)) last = Math.max(last, micros);
    },
  };
}
