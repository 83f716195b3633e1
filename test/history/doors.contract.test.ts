/** Doors in the history: kept, corrected and counted like accesses, in memory and on DynamoDB. */
import type { Door } from '../../lib/access/door.ts';
import type { AccessHistory } from '../../lib/history/access-history.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { trustRecord } from '../support/sample-doors.ts';
import { envelopeOf } from '../support/sample-events.ts';
import { samplePolicy } from '../support/sample-policy.ts';
import { closeTable, implementations, rowOf } from './history-kit.ts';

const judged = (changes: Parameters<typeof trustRecord>[0] = {}) => {
  const judgement = judgeEvent(samplePolicy, envelopeOf(trustRecord(changes)));
  if (judgement.kind !== 'door') throw new Error(judgement.kind);
  return judgement;
};

const doorRow = (door: Door = judged().door, more: Partial<AccessRow> = {}): AccessRow => {
  const { access: _access, ...others } = rowOf({}, { accessId: door.accessId });
  return { ...others, door, ...more };
};

const ID = doorRow().accessId;
const correction = { eventId: 'event-correction', at: '2026-11-22T12:30:00.000Z', reason: 'UPDATED_DATA' };
const { door: corrected, route } = judged({ sourceIPAddress: '203.0.113.77' });

afterAll(closeTable);

describe.each(implementations)('A door %s', (_name, make) => {
  let history: AccessHistory;
  beforeEach(async () => {
    ({ history } = await make());
  });
  const row = async () => (await history.find(ID))?.row;

  it('is found and listed as it was written', async () => {
    expect(await history.record(doorRow())).toBe('recorded');
    expect(await history.record(doorRow())).toBe('already-there');
    expect(await row()).toEqual(doorRow());
    const window = { from: '2026-11-22T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z', limit: 10 };
    expect((await history.list(window)).rows).toEqual([doorRow()]);
  });

  it('of which nobody was told gets the route of its correction', async () => {
    await history.record(doorRow());
    await history.correct(ID, { door: corrected, route }, correction);
    await history.correct(ID, { door: judged().door, route: { owner: 'x', legs: [] } }, correction);
    expect(await row()).toEqual(doorRow(corrected, { route, rang: true, corrections: [correction] }));
  });

  it('that was told keeps the route by which it was', async () => {
    const told = { owner: 'platform', legs: [{ destinationId: 'd', edition: 'owner' as const, why: 'w' }] };
    await history.record(doorRow(undefined, { route: told }));
    await history.correct(ID, { door: corrected, route: { owner: 'x', legs: [] } }, correction);
    expect(await row()).toEqual(doorRow(corrected, { route: told, corrections: [correction] }));
  });

  it('is not corrected into an access, nor an access into a door', async () => {
    await history.record(doorRow());
    const access = rowOf().access!;
    await history.correct(ID, { access }, correction);
    expect(await row()).toEqual(doorRow());
    await history.record(rowOf());
    await history.correct(rowOf().accessId, { door: corrected, route }, correction);
    expect((await history.find(rowOf().accessId))?.row).toEqual(rowOf());
  });

  it('counts where its repeats came from', async () => {
    await history.record(doorRow(undefined, { countsRepeatsUntil: '2026-11-22T12:15:00.000Z' }));
    for (const [index, text] of ['192.0.2.1', '192.0.2.2', '192.0.2.1'].entries()) {
      const { door } = judged({ eventID: `repeat-${index}`, sourceIPAddress: text });
      await history.record(doorRow(door, { groupedWith: ID }));
    }
    expect(await history.repeatsOf(ID)).toMatchObject({ count: 3, origins: ['192.0.2.1', '192.0.2.2'] });
  });
});
