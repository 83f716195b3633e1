import { ocsfEventOf, ocsfLinesOf } from '../../lib/export/ocsf-event.ts';
import { readEventCases, readEventPolicy } from '../support/event-cases.ts';
import { eventRows } from '../support/event-rows.ts';
import { ocsfProblems } from './ocsf-classes.ts';

const policy = readEventPolicy();
const rows = eventRows();
const eventOf = (row: (typeof rows)[number]) => ocsfEventOf({ row, deliveries: [] }, policy);

test('every row that an event can make is an event of OCSF, without an attribute that does not exist', () => {
  const wrong = rows.flatMap((row) =>
    ocsfProblems(eventOf(row)).map((problem) => `${row.accessId}: ${problem}`),
  );
  expect(wrong).toEqual([]);
  expect(rows.length).toBeGreaterThan(400);
});

test('an entry is an account switch: the actor is who it was, the user the role', () => {
  const row = rows.find(({ access }) => access?.outcome === 'success' && access.caller.type === 'iam-user');
  const { access } = row ?? {};
  if (row === undefined || access === undefined) throw new Error('no such case');
  expect(eventOf(row)).toMatchObject({
    class_uid: 3002,
    type_uid: 300207,
    status: 'Success',
    actor: { user: { name: access.caller.label } },
    user: { uid: access.role?.arn },
    unmapped: { certainty: access.caller.certainty, state: 'unreviewed' },
  });
});

test('what is not known about MFA is left away, because false would say that there was none', () => {
  const row = rows.find(({ access }) => access?.mfa === 'not-recorded');
  expect(row && eventOf(row)).not.toHaveProperty('is_mfa');
});

test('doors and unreadable records have classes of their own', () => {
  const classes = new Set(rows.map((row) => eventOf(row)['class_uid']));
  expect([...classes].sort()).toEqual([0, 3002, 6003]);
});

test('no secret of any event leaves', () => {
  const secrets = readEventCases().flatMap(({ expectation }) => expectation.mustNotAppear);
  const text = ocsfLinesOf(
    rows.map((row) => ({ row, deliveries: [] })),
    policy,
  );
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  expect(secrets.length).toBeGreaterThan(10);
});

test('the check of a test finds what is wrong', () => {
  const [row] = rows;
  const good = row && eventOf(row);
  expect(ocsfProblems({ ...good, certainty: 'claimed' })).toEqual(['certainty does not exist']);
  expect(ocsfProblems({ ...good, time: '2026-11-22T12:00:00Z' })).toHaveLength(1);
  expect(ocsfProblems({ ...good, severity_id: 7 })).toHaveLength(1);
  expect(ocsfProblems({ ...good, metadata: {} })).toHaveLength(2);
});
