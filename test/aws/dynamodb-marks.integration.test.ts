/** What only the table knows of marks: how much an item holds. The rest is in the contract suite. */
import { dynamoDbMarks } from '../../lib/aws/dynamodb-marks.ts';
import type { SweepMarks } from '../../lib/history/trail.ts';
import { type LocalTable, startLocalTable } from '../support/local-table.ts';

const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
const day = (number: number): string => `2026-11-${String(number).padStart(2, '0')}T12:00:00.000Z`;

let local: LocalTable;
let marks: SweepMarks;
beforeEach(async () => {
  local = await startLocalTable();
  marks = dynamoDbMarks(local.table);
});
afterEach(() => local.close());

describe('The marks of the sweep', () => {
  it('answer more roles than an item holds, and remember those that were seen last', async () => {
    const long = (name: string) => role(`${'p'.repeat(500)}/${name}`);
    const old = Array.from({ length: 500 }, (_each, index) => long(`old-${index}`));
    const present = Array.from({ length: 500 }, (_each, index) => long(`present-${index}`));
    await marks.rememberRoles(old, day(1), day(1));
    const answered = new Set(await marks.rememberRoles(present, day(2), day(1)));
    expect(present.every((arn) => answered.has(arn))).toBe(true);
    const remembered = await marks.rememberRoles([], day(3), day(1));
    expect(remembered.length).toBeGreaterThan(500);
    expect(remembered.length).toBeLessThan(1000);
    expect(remembered.slice(0, 500).toSorted()).toEqual(present.toSorted());
  });
});
