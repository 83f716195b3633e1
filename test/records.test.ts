/** The page about records says what the cases show. `npm run records` writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOOR_KINDS } from '../lib/access/door.ts';
import { sayDoorKind } from '../lib/api/words.ts';
import { readEventCases, readEventPolicy } from './support/event-cases.ts';
import { recordsPage } from './support/records-page.ts';

const FILE = join(__dirname, '..', 'docs', 'records.md');
const page = recordsPage(readEventPolicy(), readEventCases());

if (process.env['ROLECALL_WRITE_RECORDS'] !== undefined) writeFileSync(FILE, page);

describe('docs/records.md', () => {
  test('is current: if not, run `npm run records`', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(page);
  });

  test('has a section for every kind of door', () => {
    const missing = DOOR_KINDS.filter((kind) => {
      const { words } = sayDoorKind(kind);
      return !page.includes(`### ${words.charAt(0).toUpperCase()}${words.slice(1)}`);
    });
    expect(missing).toEqual([]);
  });

  test('holds no text without an end to its table', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.length).toBeGreaterThan(150);
    expect(rows.filter((line) => !line.endsWith(' |'))).toEqual([]);
  });
});
