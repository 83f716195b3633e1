/** Rows of one page of a list, with what their deliveries came to. */
import type { AccessDetail } from './access-history.ts';

export interface PageReader {
  /**
   * In the order of the ids, each once; what is not there is left out. The deliveries are those that tell whether
   * somebody knows: first notices, what was sent instead of them, and their digests. Later words and events are left out,
   * unless they lay beside.
   */
  rows(accessIds: readonly string[]): Promise<readonly AccessDetail[]>;
}
