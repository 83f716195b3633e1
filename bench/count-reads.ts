/** A table that counts what it is asked: calls, and items that came back. */
import type { Table } from '../lib/aws/table.ts';

export interface Reads {
  readonly calls: number;
  readonly items: number;
}

export interface CountedTable {
  readonly table: Table;
  /** Since the last look. */
  readonly take: () => Reads;
}

export const countReads = (table: Table): CountedTable => {
  let [calls, items] = [0, 0];
  const counted = <T>(answer: T, found: number): T => {
    calls += 1;
    items += found;
    return answer;
  };
  return {
    table: {
      ...table,
      get: async (key) => {
        const item = await table.get(key);
        return counted(item, item === undefined ? 0 : 1);
      },
      getEach: async (keys) => {
        const found = await table.getEach(keys);
        return counted(found, found.length);
      },
      query: async (question) => {
        const page = await table.query(question);
        return counted(page, page.items.length);
      },
    },
    take: () => {
      const taken = { calls, items };
      [calls, items] = [0, 0];
      return taken;
    },
  };
};
