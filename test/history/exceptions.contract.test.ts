/** The exceptions that were made: kept, found and ended, in every store alike. */
import { dynamoDbExceptions } from '../../lib/aws/dynamodb-exceptions.ts';
import type { Exceptions } from '../../lib/history/exceptions.ts';
import { inSlices } from '../../lib/kernel/in-slices.ts';
import type { AccessException } from '../../lib/policy/exception.ts';
import { exceptionKey } from '../../lib/aws/table-keys.ts';
import { expectedBy } from '../../lib/policy/expected-by.ts';
import { MemoryExceptions } from '../support/memory-exceptions.ts';
import { PRODUCTION } from '../support/sample-policy.ts';
import { accessOf, closeTable, emptyTable } from './history-kit.ts';

const by = { subject: 'subject-1', name: 'Jane Roe' };

const exceptionOf = (id: string, changes: Partial<AccessException> = {}): AccessException => ({
  schemaVersion: 1,
  exceptionId: id,
  subject: { kind: 'principal', arn: `arn:aws:iam::${PRODUCTION}:role/Deploy` },
  accountId: PRODUCTION,
  owner: 'platform',
  reason: 'The release of Sunday',
  madeBy: by,
  madeAt: '2026-11-22T12:00:00.000Z',
  from: '2026-11-22T12:00:00.000Z',
  until: '2026-11-23T00:00:00.000Z',
  ...changes,
});

const NOW = '2026-11-22T18:00:00.000Z';

afterAll(closeTable);

test('what lost its shape by hand mutes nothing, and keeps no access from being recorded', async () => {
  const { table } = await emptyTable();
  const exceptions = dynamoDbExceptions({ table });
  const whole = exceptionOf('whole');
  const parts: readonly (keyof AccessException)[] = ['subject', 'accountId', 'from', 'until', 'madeAt'];
  const broken = [
    ...parts.map((part) => ({ ...exceptionOf(`without-${part}`), [part]: undefined })),
    { ...exceptionOf('other-subject'), subject: { kind: 'constructor' } },
    { ...exceptionOf('empty-subject'), subject: { kind: 'principal' } },
  ];
  for (const one of [...broken, whole]) await table.put({ ...exceptionKey(one.exceptionId), exception: one });
  const current = await exceptions.current(NOW);
  expect(current).toEqual([whole]);
  expect(() => expectedBy(current, accessOf(), NOW)).not.toThrow();
});

describe.each<[string, () => Promise<Exceptions>]>([
  ['in memory', async () => new MemoryExceptions()],
  ['on DynamoDB', async () => dynamoDbExceptions(await emptyTable())],
])('Exceptions %s', (_name, open) => {
  let exceptions: Exceptions;
  beforeEach(async () => {
    exceptions = await open();
  });
  const idsOf = (found: readonly AccessException[]) => found.map(({ exceptionId }) => exceptionId);

  it('are kept as they were made, newest first', async () => {
    const [old, young] = [
      exceptionOf('a-1'),
      exceptionOf('b-2', { roleArn: 'arn:x', ticket: 'OPS-1', madeAt: '2026-11-22T13:00:00.000Z' }),
    ];
    expect(await exceptions.make(old)).toBe(true);
    expect(await exceptions.make(young)).toBe(true);
    expect(await exceptions.list()).toEqual([young, old]);
  });

  it('are made once', async () => {
    await exceptions.make(exceptionOf('a-1'));
    expect(await exceptions.make(exceptionOf('a-1', { reason: 'Another' }))).toBe(false);
    expect(await exceptions.list()).toEqual([exceptionOf('a-1')]);
  });

  it('are current until they end', async () => {
    await exceptions.make(exceptionOf('a-1', { until: NOW }));
    await exceptions.make(exceptionOf('b-2', { until: '2026-11-22T18:00:00.001Z' }));
    await exceptions.make(exceptionOf('c-3', { from: '2026-11-22T20:00:00.000Z' }));
    expect([...idsOf(await exceptions.current(NOW))].sort()).toEqual(['b-2', 'c-3']);
  });

  it('can be ended once, and are listed still', async () => {
    await exceptions.make(exceptionOf('a-1'));
    const ended = { by, at: '2026-11-22T13:00:00.000Z' };
    expect(await exceptions.end('a-1', ended)).toEqual({ ...exceptionOf('a-1'), ended });
    const again = await exceptions.end('a-1', { by: { ...by, name: 'John Doe' }, at: NOW });
    expect(again).toEqual({ ...exceptionOf('a-1'), ended });
    expect(await exceptions.current('2026-11-22T12:30:00.000Z')).toEqual([]);
    expect(idsOf(await exceptions.list())).toEqual(['a-1']);
  });

  it('that do not exist cannot be ended', async () => {
    expect(await exceptions.end('nobody', { by, at: NOW })).toBeUndefined();
    expect(await exceptions.list()).toEqual([]);
  });

  it('beyond the last five hundred have no effect', async () => {
    const made = Array.from({ length: 505 }, (_each, nth) =>
      exceptionOf(`e-${String(nth).padStart(4, '0')}`, {
        madeAt: new Date(Date.UTC(2026, 0, 1, 0, nth)).toISOString(),
      }),
    );
    await inSlices(made, 25, (one) => exceptions.make(one));
    const listed = idsOf(await exceptions.list());
    expect([listed.length, listed.at(0), listed.at(-1)]).toEqual([500, 'e-0504', 'e-0005']);
    expect(await exceptions.current(NOW)).toHaveLength(500);
  });
});
