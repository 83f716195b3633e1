/** Which destinations are down, in memory: the twin of the DynamoDB one, held to it by the same contract suite. */
import type { DestinationHealth, DownDestination } from '../../lib/delivery/destination-health.ts';
import { frozen } from './frozen.ts';

export class MemoryHealth implements DestinationHealth {
  readonly #down = new Map<string, DownDestination>();

  async down(): Promise<readonly DownDestination[]> {
    return frozen([...this.#down.values()]);
  }

  async markDown(down: DownDestination): Promise<void> {
    const before = this.#down.get(down.destinationId)?.since ?? down.since;
    this.#down.set(down.destinationId, { ...down, since: before < down.since ? before : down.since });
  }

  async markUp(destinationId: string): Promise<void> {
    this.#down.delete(destinationId);
  }
}
