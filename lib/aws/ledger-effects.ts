/** What the steps of the ledger need. */
import type { Clock } from '../kernel/clock.ts';
import type { Table } from './table.ts';

export interface StepEffects {
  readonly table: Table;
  readonly clock: Clock;
}

export interface LedgerEffects extends StepEffects {
  /** Destinations of the present configuration and those that are built in. */
  readonly destinationIds: readonly string[];
}
