/** Marks and remembered roles, in memory. Passes the same contract suite as the DynamoDB one. */
import type { SweepMarks } from '../../lib/history/trail.ts';

export class MemoryMarks implements SweepMarks {
  readonly written = new Map<string, string>();
  readonly seen = new Map<string, string>();

  async read(name: string): Promise<string | undefined> {
    return this.written.get(name);
  }

  async write(name: string, until: string): Promise<void> {
    this.written.set(name, until);
  }

  async rememberRoles(arns: readonly string[], seenAt: string, since: string): Promise<readonly string[]> {
    for (const arn of arns) {
      const before = this.seen.get(arn);
      this.seen.set(arn, before !== undefined && before > seenAt ? before : seenAt);
    }
    for (const [arn, lastSeen] of this.seen) if (lastSeen < since) this.seen.delete(arn);
    return [...new Set([...arns, ...this.seen.keys()])];
  }
}
