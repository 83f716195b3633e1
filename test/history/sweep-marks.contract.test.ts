/** One suite for the marks in the table and for their twin. */
import { dynamoDbMarks } from '../../lib/aws/dynamodb-marks.ts';
import type { SweepMarks } from '../../lib/history/trail.ts';
import { startLocalTable } from '../support/local-table.ts';
import { MemoryMarks } from '../support/memory-marks.ts';

const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
const day = (number: number): string => `2026-11-${String(number).padStart(2, '0')}T12:00:00.000Z`;

interface Opened {
  readonly marks: SweepMarks;
  readonly close: () => Promise<void>;
}

const SUBJECTS: readonly (readonly [string, () => Promise<Opened>])[] = [
  ['in memory', async () => ({ marks: new MemoryMarks(), close: async () => undefined })],
  [
    'in DynamoDB',
    async () => {
      const local = await startLocalTable();
      return { marks: dynamoDbMarks(local.table), close: local.close };
    },
  ],
];

describe.each(SUBJECTS)('The marks of the sweep %s', (_name, open) => {
  let marks: SweepMarks;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ marks, close } = await open());
  });
  afterEach(() => close());

  it('tell how far each question was asked', async () => {
    expect(await marks.read('us-east-1#ResourceName#role')).toBeUndefined();
    await marks.write('us-east-1#ResourceName#role', day(22));
    expect(await marks.read('us-east-1#ResourceName#role')).toBe(day(22));
    expect(await marks.read('eu-central-1#ResourceName#role')).toBeUndefined();
  });

  it('remember a role that was deleted, until it was gone long enough', async () => {
    expect(await marks.rememberRoles([role('a'), role('b')], day(1), day(1))).toEqual([role('a'), role('b')]);
    expect((await marks.rememberRoles([role('a')], day(5), day(1))).toSorted()).toEqual([
      role('a'),
      role('b'),
    ]);
    expect(await marks.rememberRoles([role('a')], day(9), day(2))).toEqual([role('a')]);
    // Forgotten, not only left out.
    expect(await marks.rememberRoles([role('a')], day(9), day(1))).toEqual([role('a')]);
  });

  it('do not let a clock that was set back make a role look older', async () => {
    await marks.rememberRoles([role('a')], day(9), day(1));
    await marks.rememberRoles([role('a')], day(3), day(1));
    expect(await marks.rememberRoles([], day(9), day(5))).toEqual([role('a')]);
  });
});
