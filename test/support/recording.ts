/** Everything `recordEvent` needs, in memory, and what can be seen of it afterwards. */
import type { Ledger, PendingDelivery } from '../../lib/delivery/ledger.ts';
import type { LogFields, Logger, MetricName, Metrics } from '../../lib/kernel/logger.ts';
import type { RecordEffects } from '../../lib/usecases/record-row.ts';
import { MemoryEvents } from './memory-events.ts';
import { MemoryHealth } from './memory-health.ts';
import { MemoryHistory } from './memory-history.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { MemorySeen } from './memory-seen.ts';
import { samplePolicy } from './sample-policy.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly name: string;
  readonly fields: LogFields;
}

export const memoryLogger = (): Logger & { readonly lines: LogLine[] } => {
  const lines: LogLine[] = [];
  const at =
    (level: LogLine['level']) =>
    (name: string, fields: LogFields = {}) => {
      lines.push({ level, name, fields });
    };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
};

export const memoryMetrics = (): Metrics & { readonly counted: Map<MetricName, number> } => {
  const counted = new Map<MetricName, number>();
  return {
    counted,
    count: (name, value = 1) => counted.set(name, (counted.get(name) ?? 0) + value),
    seconds: (name, value) => counted.set(name, value),
  };
};

export interface Recording {
  readonly effects: RecordEffects & { readonly ledger: Ledger };
  readonly clock: VirtualClock;
  readonly history: MemoryHistory;
  readonly events: MemoryEvents;
  readonly ledger: MemoryLedger;
  readonly health: MemoryHealth;
  readonly seen: MemorySeen;
  readonly woken: PendingDelivery[];
  readonly logger: ReturnType<typeof memoryLogger>;
  readonly metrics: ReturnType<typeof memoryMetrics>;
}

export const startRecording = (changes: Partial<Recording['effects']> = {}): Recording => {
  const clock = virtualClock();
  const ledger = new MemoryLedger(clock);
  const [events, health] = [new MemoryEvents(clock), new MemoryHealth()];
  const history = new MemoryHistory(ledger.deliveriesOf, events);
  const seen = new MemorySeen(clock);
  const woken: PendingDelivery[] = [];
  const [logger, metrics] = [memoryLogger(), memoryMetrics()];
  const effects: Recording['effects'] = {
    policy: samplePolicy,
    history,
    events,
    ledger,
    health,
    seen,
    wake: async (deliveries) => {
      woken.push(...deliveries);
    },
    clock,
    logger,
    metrics,
    historyUrl: 'https://history.example',
    ...changes,
  };
  return { effects, clock, history, events, ledger, health, seen, woken, logger, metrics };
};

/** What `deliver` does where every vendor says yes: nothing waits afterwards. */
export const tellEverybody = async ({
  ledger,
  clock,
}: Pick<Recording, 'ledger' | 'clock'>): Promise<void> => {
  for (const key of await ledger.pending(clock.now().toISOString(), 200)) {
    const claim = await ledger.claim(key);
    if (claim.kind === 'claimed') await ledger.settle(claim, { kind: 'sent', reference: 'C1:1' });
  }
};

export const EVER = { from: '2020-01-01T00:00:00.000Z', to: '2030-01-01T00:00:00.000Z', limit: 200 };
