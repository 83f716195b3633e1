/** Seals and anchors in memory: twins of DynamoDB and of the bucket, held to them by the same contract suites. */
import type { Seal, SealAnchors, SealedHour, Seals } from '../../lib/history/seal.ts';
import { frozen } from './frozen.ts';

export class MemorySeals implements Seals {
  readonly #seals = new Map<string, Seal>();
  begun: string | undefined;

  async latest(upToHour?: string): Promise<Seal | undefined> {
    const hours = [...this.#seals.keys()].filter((hour) => upToHour === undefined || hour <= upToHour);
    const last = hours.sort().at(-1);
    return last === undefined ? undefined : frozen(this.#seals.get(last));
  }

  async between(fromHour: string, toHour: string): Promise<readonly Seal[]> {
    const within = [...this.#seals.values()].filter(({ hour }) => hour >= fromHour && hour <= toHour);
    return frozen(within.sort((one, other) => one.hour.localeCompare(other.hour)));
  }

  async write(seal: Seal): Promise<boolean> {
    if (this.#seals.has(seal.hour)) return false;
    this.#seals.set(seal.hour, frozen(seal));
    return true;
  }

  async begin(at: string): Promise<string> {
    this.begun ??= at;
    return this.begun;
  }

  async begunAt(): Promise<string | undefined> {
    return this.begun;
  }

  /** What somebody with write access to the table can do. */
  tamper(hour: string, seal: Seal | undefined): void {
    if (seal === undefined) this.#seals.delete(hour);
    else this.#seals.set(hour, frozen(seal));
  }
}

export class MemoryAnchors implements SealAnchors {
  readonly #anchors = new Map<string, SealedHour>();

  async store(sealed: SealedHour): Promise<void> {
    if (!this.#anchors.has(sealed.hour)) this.#anchors.set(sealed.hour, frozen(sealed));
  }

  async read(hour: string): Promise<SealedHour | undefined> {
    return frozen(this.#anchors.get(hour));
  }

  async hours(): Promise<readonly string[]> {
    return [...this.#anchors.keys()].sort();
  }

  /** What only the end of the lock makes possible. */
  tamper(hour: string, sealed: SealedHour | undefined): void {
    if (sealed === undefined) this.#anchors.delete(hour);
    else this.#anchors.set(hour, frozen(sealed));
  }
}
