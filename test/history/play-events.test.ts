import type { AccessRow, Correction } from '../../lib/history/access-row.ts';
import { correctRow, joinRow } from '../../lib/history/change-row.ts';
import type { HistoryEvent, NotedEvent } from '../../lib/history/history-event.ts';
import {
  correctedEventOf,
  joinedEventOf,
  reviewedEventOf,
  rowSnapshotEvent,
  summarisedEventOf,
} from '../../lib/history/make-events.ts';
import type { Review } from '../../lib/history/review.ts';
import { playEvents } from '../../lib/history/play-events.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { startRecording } from '../support/recording.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';

const recorded = async (): Promise<AccessRow> => {
  const { effects, history } = startRecording();
  await recordEvent(effects, envelopeOf(crossAccountRecord()));
  const found = await history.find('111122223333.event-1');
  if (found === undefined) throw new Error('not recorded');
  return found.row;
};

const noted = (event: HistoryEvent, minute: number): NotedEvent => ({
  ...event,
  notedAt: `2026-11-22T12:${String(minute).padStart(2, '0')}:00.000Z`,
});

const joinedRecord = (eventId: string) => ({
  eventId,
  eventName: 'SwitchRole',
  time: '2026-11-22T11:59:52Z',
  note: 'The console’s SwitchRole record names somebody.',
});

/** What three changes make of a row, and the events that tell of them. */
const startChanged = async () => {
  const row = await recorded();
  const access = row.access;
  if (access === undefined) throw new Error('no access');
  const [alice, bob] = [
    { ...access.caller, label: 'alice' },
    { ...access.caller, label: 'bob' },
  ];
  const correction: Correction = { eventId: 'c', at: '2026-11-22T12:03:00.000Z', reason: 'UPDATED_DATA' };
  const corrected = { ...access, origin: { ...access.origin, text: '203.0.113.1' } };
  const repeats = { count: 2, first: row.time, last: row.time, origins: [] };
  const events = {
    snapshot: noted(rowSnapshotEvent(row), 0),
    first: noted(joinedEventOf(row.accessId, alice, joinedRecord('one')), 1),
    second: noted(joinedEventOf(row.accessId, bob, joinedRecord('two')), 2),
    corrected: noted(correctedEventOf(row.accessId, { access: corrected }, correction), 3),
    summarised: noted(summarisedEventOf(row.accessId, repeats), 4),
  };
  const all = correctRow(
    joinRow(joinRow(row, alice, joinedRecord('one')), bob, joinedRecord('two')),
    { access: corrected },
    correction,
  );
  return { row, events, changed: { ...all, repeats }, alice, bob };
};

const nothingFresh = () => false;

describe('Events played over their snapshot', () => {
  it('make the row that is kept, in whatever order they are read', async () => {
    const { events, changed } = await startChanged();
    const inOrder = Object.values(events);
    expect(playEvents(inOrder, changed, nothingFresh)).toEqual({ row: changed, fits: true });
    expect(playEvents([...inOrder].reverse(), changed, nothingFresh).fits).toBe(true);
  });

  it('do not make a row in which anything else stands', async () => {
    const { events, changed } = await startChanged();
    expect(playEvents(Object.values(events), { ...changed, accountName: 'x' }, nothingFresh).fits).toBe(
      false,
    );
  });

  it('fit when two changes at the same moment reached the row in the other order', async () => {
    const { row, events, alice, bob } = await startChanged();
    const otherWay = joinRow(joinRow(row, bob, joinedRecord('two')), alice, joinedRecord('one'));
    const { snapshot, first, second } = events;
    expect(playEvents([snapshot, first, second], otherWay, nothingFresh).fits).toBe(true);
  });

  it('may be ahead of the row while they are fresh, and only then', async () => {
    const { row, events } = await startChanged();
    const { snapshot, corrected } = events;
    expect(playEvents([snapshot, corrected], row, ({ name }) => name === corrected.name).fits).toBe(true);
    expect(playEvents([snapshot, corrected], row, nothingFresh).fits).toBe(false);
  });

  it('leave a snapshot alone that was noted after a change had reached the row', async () => {
    const { row, events, alice } = await startChanged();
    const joined = joinRow(row, alice, joinedRecord('one'));
    const late = noted(rowSnapshotEvent(joined), 9);
    expect(playEvents([events.first, late], joined, nothingFresh).fits).toBe(true);
  });

  it('without a snapshot make no row', async () => {
    const { row, events } = await startChanged();
    expect(playEvents([events.first], row, nothingFresh)).toEqual({ fits: false });
  });

  it('in great number are taken in their order', async () => {
    const { row, events } = await startChanged();
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, index) =>
      noted(joinedEventOf(row.accessId, row.access?.caller ?? never(), joinedRecord(id)), index + 10),
    );
    const joined = many.reduce(
      (so, _event, index) => joinRow(so, row.access?.caller ?? never(), joinedRecord('abcdef'.charAt(index))),
      row,
    );
    expect(playEvents([events.snapshot, ...many], joined, nothingFresh).fits).toBe(true);
    const isLast = ({ notedAt }: NotedEvent) => notedAt === many.at(-1)?.notedAt;
    const behind = { ...joined, joined: joined.joined.slice(0, -1) };
    expect(playEvents([events.snapshot, ...many], behind, isLast).fits).toBe(true);
  });
});

describe('What one look into AWS found, noted in one millisecond', () => {
  it('fits the order in which the row tells it, however much it is', async () => {
    const { row, events } = await startChanged();
    const caller = row.access?.caller ?? never();
    const inRow = ['trust', 'chain', 'account-name', 'first-use', 'half', 'copy'];
    const kept = inRow.reduce((so, id) => joinRow(so, caller, joinedRecord(id)), row);
    const byName = [...inRow]
      .sort()
      .map((id) => noted(joinedEventOf(row.accessId, caller, joinedRecord(id)), 10));
    expect(playEvents([events.snapshot, ...byName], kept, nothingFresh).fits).toBe(true);
    const without = { ...kept, joined: kept.joined.slice(1) };
    expect(playEvents([events.snapshot, ...byName], without, nothingFresh).fits).toBe(false);
    const altered = { ...kept, joined: kept.joined.map((each) => ({ ...each, note: 'another' })) };
    expect(playEvents([events.snapshot, ...byName], altered, nothingFresh).fits).toBe(false);
  });
});

describe('What people said', () => {
  const BY = { subject: 'jane', name: 'Jane Roe' };
  const saidOn = (row: AccessRow) => {
    const review = (version: number): Review => ({
      state: 'acknowledged',
      version,
      action: 'acknowledge',
      by: BY,
      at: `2026-11-22T12:1${String(version)}:00.000Z`,
    });
    const request = { action: 'acknowledge', seen: 0 } as const;
    const [one, two] = [review(1), review(2)];
    const first = reviewedEventOf(row.accessId, { request, review: one, accessTime: row.time });
    const second = reviewedEventOf(row.accessId, { request, before: one, review: two, accessTime: row.time });
    return { kept: { ...row, review: two }, first: noted(first, 11), second: noted(second, 12) };
  };

  it.each(['an access', 'a repeat', 'an unreadable record'])('plays over the row of %s', async (what) => {
    const { access, ...row } = await recorded();
    const unreadable = { accessId: row.accessId, eventId: 'x', problem: 'No role.', raw: {} };
    const kinds: Readonly<Record<string, AccessRow>> = {
      'an access': { ...row, ...(access && { access }) },
      'a repeat': { ...row, ...(access && { access }), groupedWith: 'first' },
      // What is unreadable has other fields, which no review touches.
      'an unreadable record': { ...row, unreadable } as unknown as AccessRow,
    };
    const before = kinds[what] ?? never();
    const { kept, first, second } = saidOn(before);
    const snapshot = noted(rowSnapshotEvent(before), 0);
    expect(playEvents([snapshot, second, first], kept, nothingFresh).fits).toBe(true);
    expect(playEvents([snapshot, first], kept, nothingFresh).fits).toBe(false);
    expect(playEvents([snapshot, second], kept, nothingFresh).fits).toBe(false);
    expect(playEvents([snapshot, second, first], before, nothingFresh).fits).toBe(false);
  });

  it('does not play when two words stand under each other’s name', async () => {
    const row = await recorded();
    const { kept, first, second } = saidOn(row);
    const swapped = [
      { ...first, body: second.body },
      { ...second, body: first.body },
    ];
    expect(playEvents([noted(rowSnapshotEvent(row), 0), ...swapped], kept, nothingFresh).fits).toBe(false);
  });
});

const never = (): never => {
  throw new Error('no access');
};
