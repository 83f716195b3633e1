/** Waiting copies and learned names, in memory. They pass the same contract suites as those on DynamoDB. */
import type { CallerCopy } from '../../lib/access/caller-copy.ts';
import type { Aliases, LearnedAlias } from '../../lib/history/aliases.ts';
import type { CallerCopies, WaitingCopy } from '../../lib/history/caller-copies.ts';

export class MemoryCopies implements CallerCopies {
  readonly waiting = new Map<string, WaitingCopy>();

  async keep(waiting: WaitingCopy): Promise<void> {
    const { copy } = this.waiting.get(waiting.copy.sharedEventId) ?? waiting;
    if (copy.eventId === waiting.copy.eventId) this.waiting.set(copy.sharedEventId, { ...waiting, copy });
  }

  async find(sharedEventId: string): Promise<CallerCopy | undefined> {
    return this.waiting.get(sharedEventId)?.copy;
  }

  async due(before: string, limit: number): Promise<readonly CallerCopy[]> {
    return [...this.waiting.values()]
      .filter(({ dueAt }) => dueAt <= before)
      .sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1))
      .slice(0, limit)
      .map(({ copy }) => copy);
  }

  async release(sharedEventId: string): Promise<void> {
    this.waiting.delete(sharedEventId);
  }
}

export class MemoryAliases implements Aliases {
  readonly learned = new Map<string, LearnedAlias>();

  async find(principalId: string): Promise<LearnedAlias | undefined> {
    return this.learned.get(principalId);
  }

  async learn(alias: LearnedAlias): Promise<void> {
    const before = this.learned.get(alias.principalId);
    if (before === undefined || before.learnedAt < alias.learnedAt)
      this.learned.set(alias.principalId, alias);
  }
}
