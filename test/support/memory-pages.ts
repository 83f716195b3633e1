/** The rows of a page over a history in memory: each is found by itself. */
import type { AccessHistory } from '../../lib/history/access-history.ts';
import type { PageReader } from '../../lib/history/page-reader.ts';

export const memoryPages = (history: Pick<AccessHistory, 'find'>): PageReader => ({
  rows: async (accessIds) => {
    const found = await Promise.all([...new Set(accessIds)].map((accessId) => history.find(accessId)));
    return found.filter((kept) => kept !== undefined);
  },
});
