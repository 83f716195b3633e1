/** How far the sweep has looked, kept in the table. */
import { createHash } from 'node:crypto';
import type { SweepMarks } from '../history/trail.ts';
import type { Table } from './table.ts';

/** How far the sweep has looked, by question. */
export const dynamoDbMarks = (table: Table): SweepMarks => ({
  read: async (name) => {
    const mark = await table.get(markKey(name));
    return typeof mark?.['until'] === 'string' ? mark['until'] : undefined;
  },
  write: async (name, until) => {
    await table.put({ ...markKey(name), name, until });
  },
});

const markKey = (name: string) => ({
  pk: `mark#${createHash('sha256').update(name).digest('hex').slice(0, 32)}`,
  sk: 'mark',
});
