/** The exceptions in memory: the twin of the DynamoDB implementation. */
import { currentOf, newestExceptions } from '../../lib/history/current-exceptions.ts';
import type { Exceptions } from '../../lib/history/exceptions.ts';
import type { AccessException } from '../../lib/policy/exception.ts';
import { frozen } from './frozen.ts';

export class MemoryExceptions implements Exceptions {
  readonly #made = new Map<string, AccessException>();

  async list(): Promise<readonly AccessException[]> {
    return frozen([...newestExceptions([...this.#made.values()])]);
  }

  async current(now: string): Promise<readonly AccessException[]> {
    return currentOf(await this.list(), now);
  }

  async make(exception: AccessException): Promise<boolean> {
    if (this.#made.has(exception.exceptionId)) return false;
    this.#made.set(exception.exceptionId, frozen(exception));
    return true;
  }

  async end(
    exceptionId: string,
    ended: NonNullable<AccessException['ended']>,
  ): Promise<AccessException | undefined> {
    const before = this.#made.get(exceptionId);
    if (before === undefined || before.ended !== undefined) return before;
    const after = frozen({ ...before, ended });
    this.#made.set(exceptionId, after);
    return after;
  }
}
