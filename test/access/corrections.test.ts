/** What `addendum` makes of a record: a correction of an earlier one, or nothing. */
import { decodeRecord } from '../../lib/access/decode-record.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { consoleRecord, crossAccountRecord, switchRoleRecord } from '../support/sample-events.ts';
import { PRODUCTION } from '../support/sample-policy.ts';

const accessOf = (addendum: JsonObject, record = crossAccountRecord) => {
  const decoded = decodeRecord(record({ addendum }));
  if (decoded.kind !== 'access') throw new Error(decoded.kind);
  return decoded.access;
};

const ORIGINAL = 'ed0f5d3e-0000-4000-8000-00000000abcd';

describe('A record with an addendum', () => {
  it('is an access under the id of its original, and says why it came', () => {
    const addendum = {
      reason: 'UPDATED_DATA',
      updatedFields: 'userAgent, sourceIPAddress',
      originalRequestID: 'request-0',
      originalEventID: ORIGINAL,
    };
    expect(accessOf(addendum)).toMatchObject({
      schemaVersion: 1,
      accessId: `${PRODUCTION}.${ORIGINAL}`,
      eventId: 'event-1',
      correction: { reason: 'UPDATED_DATA', updatedFields: 'userAgent, sourceIPAddress' },
    });
    expect(accessOf(addendum, consoleRecord).accessId).toBe(`${PRODUCTION}.${ORIGINAL}`);
  });

  it('that only came late is an access of its own', () => {
    const access = accessOf({ reason: 'DELIVERY_DELAY' });
    expect(access.accessId).toBe(`${PRODUCTION}.event-1`);
    expect(access).not.toHaveProperty('correction');
  });

  it.each([['x'.repeat(65)], ['../event-0'], ['event 0'], [''], [17], [null], [['event-0']]])(
    'that names no usable original (%j) is an access of its own',
    (originalEventID) => {
      const access = accessOf({ reason: 'UPDATED_DATA', originalEventID });
      expect(access.accessId).toBe(`${PRODUCTION}.event-1`);
      expect(access).not.toHaveProperty('correction');
    },
  );

  it.each([
    ['nothing', {}, { reason: 'not given' }],
    ['something that is no text', { reason: 7, updatedFields: ['a'] }, { reason: 'not given' }],
    [
      'only invisible characters',
      { reason: '\u200B\u0007', updatedFields: '\u2028' },
      { reason: 'not given' },
    ],
    [
      'several lines and a colour',
      { reason: 'UPDATED\nDATA\u001B[31m', updatedFields: 'a\r\nb\u2028c' },
      { reason: 'UPDATED DATA [31m', updatedFields: 'a b c' },
    ],
  ])('may say %s', (_what, said, expected) => {
    expect(accessOf({ originalEventID: ORIGINAL, ...said }).correction).toEqual(expected);
  });

  it('may say much: reason and fields are cut', () => {
    const { correction } = accessOf({
      originalEventID: ORIGINAL,
      reason: 'R'.repeat(500),
      updatedFields: 'f, '.repeat(5000),
    });
    expect(correction?.reason).toHaveLength(64);
    expect(correction?.updatedFields).toHaveLength(600);
  });

  it('that is a console’s sign-in half has the id of the half it corrects', () => {
    const halfId = (changes: JsonObject) => {
      const decoded = decodeRecord(switchRoleRecord(changes));
      return decoded.kind === 'switch-half' ? decoded.half.eventId : decoded.kind;
    };
    expect(halfId({})).toBe('event-switch');
    expect(halfId({ eventID: 'later', addendum: { originalEventID: 'event-switch' } })).toBe('event-switch');
  });
});
