/** The end of a window: how many there were is said once, to everybody who was told of the first. */
import type { Delivery } from '../../lib/delivery/delivery.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { settleWindows } from '../../lib/usecases/summarise-repeats.ts';
import { detailsOf } from '../support/kept.ts';
import { EVER, type Recording, startRecording, tellEverybody } from '../support/recording.ts';
import { rounds } from '../support/rounds.ts';
import { consoleRecord, crossAccountRecord, envelopeOf, switchRoleRecord } from '../support/sample-events.ts';
import { PRODUCTION } from '../support/sample-policy.ts';

const WINDOW_SECONDS = 15 * 60;
const MANY = rounds(1_000, 10_000);

/** `count` equal accesses, ten seconds apart. */
const enterTimes = async (recording: Recording, count: number, changes: JsonObject = {}): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    const eventTime = recording.clock.now().toISOString();
    await recordEvent(
      recording.effects,
      envelopeOf(crossAccountRecord({ eventTime, eventID: `event-${index + 1}`, ...changes })),
    );
    recording.clock.advance(10);
  }
};

const summariesOf = async (recording: Recording): Promise<readonly Delivery[]> =>
  (await detailsOf(recording)).flatMap(({ deliveries }) =>
    deliveries.filter(({ part }) => part === 'repeats'),
  );

const closeAll = async (recording: Recording) => {
  recording.clock.advance(WINDOW_SECONDS + 61);
  return settleWindows(recording.effects);
};

describe('When a window of repeats has ended', () => {
  it('everybody who was told of the first is told how often it repeated', async () => {
    const recording = startRecording();
    await enterTimes(recording, 13);
    recording.woken.length = 0;
    expect(await closeAll(recording)).toEqual({ summarised: 1, closed: 1 });
    const summaries = await summariesOf(recording);
    expect(summaries.map(({ destinationId }) => destinationId).sort()).toEqual([
      'acme-mail',
      'platform-jira',
      'platform-slack',
    ]);
    expect(recording.woken.map(({ part }) => part)).toEqual(['repeats', 'repeats', 'repeats']);
    const slack = summaries.find(({ destinationId }) => destinationId === 'platform-slack');
    expect(slack?.notification).toMatchObject({
      kind: 'follow-up',
      importance: 'routine',
      title: expect.stringMatching(/^12 more times until 13:02: "alice" \(unverified\) from Northwind/),
    });
    expect(slack?.follows?.edited.facts[0]).toEqual({
      label: 'Repeated',
      value: '12 more times until 13:02 CET',
    });
    expect(slack?.follows?.edited.title).toBe(
      '"alice" (unverified) from Northwind Managed Services entered Production administrator in ACME production',
    );
    expect(slack?.owner).toBe('platform');
  });

  it('waits a minute for records that are still being written', async () => {
    const recording = startRecording();
    await enterTimes(recording, 2);
    recording.clock.advance(WINDOW_SECONDS - 20 + 60);
    expect(await settleWindows(recording.effects)).toEqual({ summarised: 0, closed: 0 });
    recording.clock.advance(1);
    expect(await settleWindows(recording.effects)).toEqual({ summarised: 1, closed: 1 });
  });

  it('says it once, however often the sweep runs', async () => {
    const recording = startRecording();
    await enterTimes(recording, 3);
    await closeAll(recording);
    const said = await summariesOf(recording);
    expect(await closeAll(recording)).toEqual({ summarised: 0, closed: 0 });
    expect(await summariesOf(recording)).toEqual(said);
  });

  it('keeps the number with the row and as an event', async () => {
    const recording = startRecording();
    await enterTimes(recording, 4);
    await closeAll(recording);
    const repeats = {
      count: 3,
      first: '2026-11-22T12:00:10.000Z',
      last: '2026-11-22T12:00:30.000Z',
      origins: ['198.51.100.18'],
    };
    const first = await recording.history.find(`${PRODUCTION}.event-1`);
    expect(first?.row.repeats).toEqual(repeats);
    expect(first?.events?.map(({ name }) => name).sort()).toEqual(['recorded', 'summarised']);
    expect(first?.events?.find(({ kind }) => kind === 'summarised')?.body).toEqual({ repeats });
  });

  it('says the number that was noted, when the sweep died after noting it', async () => {
    const recording = startRecording();
    await enterTimes(recording, 3);
    const open = recording.ledger.open.bind(recording.ledger);
    recording.ledger.open = async () => {
      throw new Error('killed');
    };
    expect(await closeAll(recording)).toEqual({ summarised: 0, closed: 0 });
    recording.ledger.open = open;
    const straggler = (await recording.history.find(`${PRODUCTION}.event-3`))?.row;
    if (straggler === undefined) throw new Error('not recorded');
    await recording.history.record({ ...straggler, accessId: `${PRODUCTION}.late` });
    await settleWindows(recording.effects);
    const first = await recording.history.find(`${PRODUCTION}.event-1`);
    expect(first?.row.repeats?.count).toBe(2);
    expect((await summariesOf(recording))[0]?.notification.facts[0]?.value).toBe('2 more times');
  });

  it('says nothing when nothing repeated', async () => {
    const recording = startRecording();
    await enterTimes(recording, 1);
    expect(await closeAll(recording)).toEqual({ summarised: 0, closed: 1 });
    expect(await summariesOf(recording)).toEqual([]);
    expect(await recording.history.windowsDue(EVER.to, 10)).toEqual([]);
  });

  it(`counts ${MANY} exactly, and every one of them has its row`, async () => {
    const recording = startRecording();
    for (let index = 0; index <= MANY; index += 1) {
      await recordEvent(recording.effects, envelopeOf(crossAccountRecord({ eventID: `event-${index}` })));
    }
    expect(recording.woken).toHaveLength(3);
    await closeAll(recording);
    const first = await recording.history.find(`${PRODUCTION}.event-0`);
    expect(first?.row.repeats?.count).toBe(MANY);
    const counted = `${MANY.toLocaleString('en-GB')} more times`;
    const titles = first?.deliveries
      .filter(({ part }) => part === 'repeats')
      .map((one) => one.notification.title);
    expect(titles).toEqual([
      expect.stringMatching(`^${counted} until 12:59: `),
      expect.stringMatching(`^${counted} until 12:59: `),
      expect.stringMatching(`^${counted} until 06:59: A person from Northwind`),
    ]);
    let rows = 0;
    for (let index = 0; index <= MANY; index += 1) {
      const found = await recording.history.find(`${PRODUCTION}.event-${index}`);
      if (found?.row.groupedWith === (index === 0 ? undefined : `${PRODUCTION}.event-0`)) rows += 1;
    }
    expect(rows).toBe(MANY + 1);
  });

  it('one window that cannot be settled keeps no other open', async () => {
    const recording = startRecording();
    await enterTimes(recording, 2);
    const bob = { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: '777788889999' };
    for (const eventID of ['bob-1', 'bob-2']) {
      await recordEvent(recording.effects, envelopeOf(crossAccountRecord({ eventID, userIdentity: bob })));
    }
    const repeatsOf = recording.history.repeatsOf.bind(recording.history);
    recording.history.repeatsOf = async (accessId) => {
      if (accessId.endsWith('.event-1')) throw new Error('throttled');
      return repeatsOf(accessId);
    };
    expect(await closeAll(recording)).toEqual({ summarised: 1, closed: 1 });
    expect(recording.logger.lines).toContainEqual({
      level: 'error',
      name: 'window-not-settled',
      fields: { accessId: `${PRODUCTION}.event-1` },
    });
    recording.history.repeatsOf = repeatsOf;
    expect(await settleWindows(recording.effects)).toEqual({ summarised: 1, closed: 1 });
  });

  it('names the person that another record named meanwhile, and the notice as it was told', async () => {
    const recording = startRecording();
    await recordEvent(recording.effects, envelopeOf(consoleRecord()));
    await tellEverybody(recording);
    await recordEvent(recording.effects, envelopeOf(switchRoleRecord()));
    await recordEvent(recording.effects, envelopeOf(consoleRecord({ eventID: 'event-2' })));
    await closeAll(recording);
    const [summary] = await summariesOf(recording);
    expect(summary?.notification.title).toMatch(/^Once more, at 12:59: alice\.miller from Northwind/);
    expect(summary?.notification.sentence).toMatch(
      /The first notice, about .*, said: "alice" \(unverified\) from/,
    );
    expect(summary?.follows?.edited.title).toMatch(/^alice\.miller from Northwind/);
  });

  it('leaves it to the sweep to wake destinations that are down', async () => {
    const recording = startRecording();
    await enterTimes(recording, 2);
    const now = recording.clock.now().toISOString();
    await recording.health.markDown({
      destinationId: 'platform-slack',
      since: now,
      nextTryAt: now,
      code: 'vendor-failed',
    });
    recording.woken.length = 0;
    await closeAll(recording);
    expect(recording.woken.map(({ destinationId }) => destinationId).sort()).toEqual([
      'acme-mail',
      'platform-jira',
    ]);
    expect(await summariesOf(recording)).toHaveLength(3);
  });
});
