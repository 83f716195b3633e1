/** One suite for the seals in the table and for their twin. */
import { dynamoDbSeals } from '../../lib/aws/dynamodb-seals.ts';
import type { Seal, Seals } from '../../lib/history/seal.ts';
import { type LocalTable, startLocalTable } from '../support/local-table.ts';
import { MemorySeals } from '../support/memory-seals.ts';

const sealOf = (hour: string): Seal => ({
  schemaVersion: 1,
  hour,
  previousRoot: '0'.repeat(64),
  root: 'a'.repeat(64),
  count: 3,
  sealedAt: '2026-11-22T15:15:00.000Z',
});

interface Opened {
  readonly seals: Seals;
  readonly close: () => Promise<void>;
}

const SUBJECTS: readonly (readonly [string, () => Promise<Opened>])[] = [
  ['in memory', async () => ({ seals: new MemorySeals(), close: async () => undefined })],
  [
    'in DynamoDB',
    async () => {
      const local: LocalTable = await startLocalTable();
      return { seals: dynamoDbSeals(local.table), close: local.close };
    },
  ],
];

describe.each(SUBJECTS)('Seals %s', (_name, open) => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  it('are none at first', async () => {
    expect(await opened.seals.latest()).toBeUndefined();
    expect(await opened.seals.between('2026-11-01T00', '2026-11-30T23')).toEqual([]);
  });

  it('are read as they were written, the oldest first, both ends included', async () => {
    for (const hour of ['2026-11-22T14', '2026-11-21T23', '2026-11-22T15', '2026-11-22T16']) {
      expect(await opened.seals.write(sealOf(hour))).toBe(true);
    }
    expect(await opened.seals.between('2026-11-21T23', '2026-11-22T15')).toEqual(
      ['2026-11-21T23', '2026-11-22T14', '2026-11-22T15'].map(sealOf),
    );
    expect(await opened.seals.between('2026-11-22T15', '2026-11-22T14')).toEqual([]);
  });

  it('know the newest, and the newest up to an hour', async () => {
    for (const hour of ['2026-11-22T09', '2026-11-22T10']) await opened.seals.write(sealOf(hour));
    expect(await opened.seals.latest()).toEqual(sealOf('2026-11-22T10'));
    expect(await opened.seals.latest('2026-11-22T10')).toEqual(sealOf('2026-11-22T10'));
    expect(await opened.seals.latest('2026-11-22T09')).toEqual(sealOf('2026-11-22T09'));
    expect(await opened.seals.latest('2026-11-22T08')).toBeUndefined();
  });

  it('are written once', async () => {
    const first = sealOf('2026-11-22T14');
    await opened.seals.write(first);
    expect(await opened.seals.write({ ...first, root: 'b'.repeat(64) })).toBe(false);
    expect(await opened.seals.latest()).toEqual(first);
  });

  it('remember when the sealing began, once, and beside the seals', async () => {
    expect(await opened.seals.begunAt()).toBeUndefined();
    expect(await opened.seals.begin('2026-11-22T12:15:00.000Z')).toBe('2026-11-22T12:15:00.000Z');
    expect(await opened.seals.begin('2026-11-22T18:15:00.000Z')).toBe('2026-11-22T12:15:00.000Z');
    expect(await opened.seals.begunAt()).toBe('2026-11-22T12:15:00.000Z');
    expect(await opened.seals.latest()).toBeUndefined();
    expect(await opened.seals.between('0000', '9999-12-31T23')).toEqual([]);
  });
});
