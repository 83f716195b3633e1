/** Which request fails next: the orders that are in force, consumed request by request. */
import type { Failure, FailureOrder } from './failure.ts';
import type { VendorName } from './kept-message.ts';

export interface FailurePlans {
  readonly order: (order: FailureOrder) => void;
  readonly list: () => readonly FailureOrder[];
  /** Forgets the orders of one vendor, or all. */
  readonly clear: (vendor?: VendorName) => void;
  /** The failure of the request that is just coming in, if it is one's turn. */
  readonly next: (vendor: VendorName, destination: string) => Failure | undefined;
}

interface Running {
  readonly order: FailureOrder;
  seen: number;
  used: number;
}

/** Orders live in memory: a restarted run is a healthy run. */
export function failurePlans(): FailurePlans {
  let running: readonly Running[] = [];
  return {
    order: (order) => {
      running = [...running, { order, seen: 0, used: 0 }];
    },
    list: () => running.map(remaining),
    clear: (vendor) => {
      running = vendor === undefined ? [] : running.filter((item) => item.order.vendor !== vendor);
    },
    next: (vendor, destination) => {
      let failure: Failure | undefined;
      for (const item of running) {
        if (item.order.vendor !== vendor) continue;
        if (item.order.destination !== undefined && item.order.destination !== destination) continue;
        failure = take(item);
        if (failure) break;
      }
      running = running.filter(
        (item) => item.order.every !== undefined || item.used < item.order.plan.length,
      );
      return failure?.mode === 'pass' ? undefined : failure;
    },
  };
}

function take(item: Running): Failure | undefined {
  item.seen += 1;
  if (item.order.every !== undefined && item.seen % item.order.every !== 0) return undefined;
  const failure = item.order.plan[item.used % item.order.plan.length];
  item.used += 1;
  return failure;
}

function remaining(item: Running): FailureOrder {
  return item.order.every === undefined
    ? { ...item.order, plan: item.order.plan.slice(item.used) }
    : item.order;
}
