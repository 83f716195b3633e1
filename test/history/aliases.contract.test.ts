/** One suite for learned names and waiting copies, in the table and in their twins. */
import type { CallerCopy } from '../../lib/access/caller-copy.ts';
import { dynamoDbAliases } from '../../lib/aws/aliases.ts';
import { dynamoDbCopies } from '../../lib/aws/caller-copies.ts';
import type { Aliases } from '../../lib/history/aliases.ts';
import type { CallerCopies } from '../../lib/history/caller-copies.ts';
import { startLocalTable } from '../support/local-table.ts';
import { MemoryAliases, MemoryCopies } from '../support/memory-copies.ts';

interface Opened {
  readonly aliases: Aliases;
  readonly copies: CallerCopies;
  readonly close: () => Promise<void>;
}

const SUBJECTS: readonly (readonly [string, () => Promise<Opened>])[] = [
  [
    'in memory',
    async () => ({ aliases: new MemoryAliases(), copies: new MemoryCopies(), close: async () => undefined }),
  ],
  [
    'in DynamoDB',
    async () => {
      const { table, close } = await startLocalTable();
      return { aliases: dynamoDbAliases(table), copies: dynamoDbCopies(table), close };
    },
  ],
];

const alice = {
  principalId: 'AIDAEXAMPLEUSER000001',
  name: 'alice.miller',
  how: 'by the console’s SwitchRole record',
  learnedAt: '2026-11-22T12:00:00.000Z',
};

const copyOf = (changes: Partial<CallerCopy> = {}): CallerCopy => ({
  schemaVersion: 1,
  eventId: 'event-copy',
  accountId: '777788889999',
  time: '2026-11-22T11:59:50.000Z',
  sharedEventId: 'shared-1',
  roleArn: 'arn:aws:iam::111122223333:role/prod-admin',
  roleAccountId: '111122223333',
  outcome: 'success',
  caller: { type: 'iam-user', label: 'alice.miller', certainty: 'asserted', evidence: [] },
  mfa: 'yes',
  origin: { kind: 'address', text: '198.51.100.18' },
  ...changes,
});

describe.each(SUBJECTS)('What is remembered of callers, %s', (_name, open) => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  it('knows a name that was learned, and nobody else’s', async () => {
    await opened.aliases.learn(alice);
    expect(await opened.aliases.find(alice.principalId)).toEqual(alice);
    expect(await opened.aliases.find('AIDAEXAMPLEUSER000002')).toBeUndefined();
  });

  it('keeps the newest name, whichever is learned last', async () => {
    const older = { ...alice, name: 'a.miller', learnedAt: '2026-11-21T12:00:00.000Z' };
    await opened.aliases.learn(alice);
    await opened.aliases.learn(older);
    expect((await opened.aliases.find(alice.principalId))?.name).toBe('alice.miller');
    await opened.aliases.learn({ ...older, learnedAt: '2026-11-23T12:00:00.000Z' });
    expect((await opened.aliases.find(alice.principalId))?.name).toBe('a.miller');
  });

  it('finds a copy that waits, until it is released', async () => {
    await opened.copies.keep({ copy: copyOf(), dueAt: '2026-11-22T12:01:00.000Z' });
    expect(await opened.copies.find('shared-1')).toEqual(copyOf());
    await opened.copies.release('shared-1');
    expect(await opened.copies.find('shared-1')).toBeUndefined();
    await opened.copies.release('shared-1');
  });

  it('answers copies when they are due, and later when they are put off', async () => {
    const { copies } = opened;
    await copies.keep({ copy: copyOf(), dueAt: '2026-11-22T12:01:00.000Z' });
    expect(await copies.due('2026-11-22T12:00:59.000Z', 10)).toEqual([]);
    expect(await copies.due('2026-11-22T12:01:00.000Z', 10)).toEqual([copyOf()]);
    await copies.keep({ copy: copyOf(), dueAt: '2026-11-22T12:05:00.000Z' });
    expect(await copies.due('2026-11-22T12:01:00.000Z', 10)).toEqual([]);
  });

  it('does not let a second copy take the place of the first', async () => {
    const { copies } = opened;
    await copies.keep({ copy: copyOf(), dueAt: '2026-11-22T12:01:00.000Z' });
    const forged = copyOf({ eventId: 'event-other', accountId: '999999999999' });
    await copies.keep({ copy: forged, dueAt: '2026-11-22T12:01:00.000Z' });
    expect(await copies.find('shared-1')).toEqual(copyOf());
  });
});
