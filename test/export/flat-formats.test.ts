import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseColumns, COLUMN_NAMES, COLUMNS } from '../../lib/export/columns.ts';
import { csvHead, csvOf } from '../../lib/export/write-csv.ts';
import { jsonLinesOf } from '../../lib/export/write-json-lines.ts';
import { eventRows } from '../support/event-rows.ts';
import { readEventCases, readEventPolicy } from '../support/event-cases.ts';

const policy = readEventPolicy();
const rows = eventRows().map((row) => ({ row, deliveries: [] }));

/** RFC 4180, read back. */
const readCsv = (text: string): readonly (readonly string[])[] => {
  const records: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const each = text.charAt(at);
    if (quoted && each === '"' && text.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (each === '"') quoted = !quoted;
    else if (!quoted && (each === ',' || each === '\n')) {
      records.at(-1)?.push(cell.replace(/\r$/, ''));
      cell = '';
      if (each === '\n') records.push([]);
    } else cell += each;
  }
  return records.slice(0, -1);
};

test('a file has a head and as many cells in every row, whatever the texts hold', () => {
  const read = readCsv(csvHead(COLUMNS) + csvOf(rows, COLUMNS, policy));
  expect(read[0]).toEqual(COLUMN_NAMES);
  expect(read).toHaveLength(rows.length + 1);
  expect(new Set(read.map((record) => record.length))).toEqual(new Set([COLUMNS.length]));
});

const HOSTILE = ['=HYPERLINK("https://evil.example")', '+1', '-1+cmd', '@SUM(A1)', '\tx', '=1,"2"\r\n3'];

test.each(HOSTILE)('%j is no formula in a spreadsheet', (hostile) => {
  const [first] = rows.filter(({ row }) => row.access !== undefined);
  if (first?.row.access === undefined) throw new Error('no access among the cases');
  const { access } = first.row;
  const row = { ...first.row, access: { ...access, caller: { ...access.caller, label: hostile } } };
  const read = readCsv(csvOf([{ row, deliveries: [] }], COLUMNS, policy));
  expect(read).toHaveLength(1);
  for (const cell of read[0] ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
});

test('no formula begins behind a semicolon, where many countries split cells', () => {
  const [first] = rows.filter(({ row }) => row.access !== undefined);
  if (first?.row.access === undefined) throw new Error('no access among the cases');
  const { access } = first.row;
  const label = 'curl;=1+1;@SUM(1);-1;x';
  const row = { ...first.row, access: { ...access, caller: { ...access.caller, label } } };
  const { columns } = chooseColumns(['person']);
  expect(csvOf([{ row, deliveries: [] }], columns, policy)).toBe("curl;'=1+1;'@SUM(1);'-1;x\r\n");
});

test('lists stand in one cell, and are lists in JSON', () => {
  const kept = rows.find(({ row }) => (row.access?.observations.length ?? 0) > 0);
  if (kept === undefined) throw new Error('no such case');
  const { columns } = chooseColumns(['access_id', 'observations']);
  const codes = kept.row.access?.observations.map(({ code }) => code) ?? [];
  expect(readCsv(csvOf([kept], columns, policy))[0]).toEqual([kept.row.accessId, codes.join(' ')]);
  expect(JSON.parse(jsonLinesOf([kept], columns, policy))).toEqual({
    access_id: kept.row.accessId,
    observations: codes,
  });
});

test('columns come in the order in which they were asked for, and unknown names come back', () => {
  const { columns, unknown } = chooseColumns(['state', 'time', 'colour']);
  expect(columns.map(({ name }) => name)).toEqual(['state', 'time']);
  expect(unknown).toEqual(['colour']);
});

test('who has the notice and who does not are told apart', () => {
  const [kept] = rows;
  const delivery = (destinationId: string, state: string, part?: string) =>
    ({ destinationId, state, ...(part === undefined ? {} : { part }) }) as never;
  const deliveries = [
    delivery('mail', 'sent'),
    delivery('slack', 'rejected'),
    delivery('hook', 'pending'),
    delivery('fallback', 'sent', 'instead-of-slack'),
    delivery('hook', 'sent', 'repeats'),
  ];
  const { columns } = chooseColumns(['told', 'not_told']);
  if (kept === undefined) throw new Error('no case');
  expect(JSON.parse(jsonLinesOf([{ ...kept, deliveries }], columns, policy))).toEqual({
    told: ['fallback', 'mail'],
    not_told: ['hook', 'slack'],
  });
});

test('no secret of any event leaves', () => {
  const secrets = readEventCases().flatMap(({ expectation }) => expectation.mustNotAppear);
  const text = csvOf(rows, COLUMNS, policy) + jsonLinesOf(rows, COLUMNS, policy);
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});

test('every column is described in docs/export.md', () => {
  const text = readFileSync(join(__dirname, '../../docs/export.md'), 'utf8');
  const rows = COLUMNS.map(({ name, means }) => `| \`${name}\` | ${means} |`);
  expect(rows.filter((row) => !text.includes(row))).toEqual([]);
});
