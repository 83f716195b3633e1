/** AWS corrects the first of a group to somebody else: its repeats were by whoever was told first. */
import type { JsonObject } from '../../lib/kernel/json.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { type Delivering, passMinutes, startDelivering } from '../support/delivering.ts';
import { rung } from '../support/kept.ts';
import { consoleRecord, crossAccountRecord, envelopeOf, switchRoleRecord } from '../support/sample-events.ts';
import { NORTHWIND, PRODUCTION } from '../support/sample-policy.ts';

const SLACK = 'platform-slack';

const asBob = (record: JsonObject): JsonObject => ({
  userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: NORTHWIND },
  requestParameters: { ...(record['requestParameters'] as JsonObject), roleSessionName: 'bob' },
});

const alice = (id: number): JsonObject => crossAccountRecord({ eventID: `event-${id}` });

const correctionTo = (changes: JsonObject, eventID = 'correction-1'): JsonObject =>
  crossAccountRecord({
    eventID,
    ...changes,
    addendum: { reason: 'UPDATED_DATA', updatedFields: 'userIdentity', originalEventID: 'event-1' },
  });

const BOB = correctionTo(asBob(crossAccountRecord()));

const receive = async (world: Delivering, ...records: readonly JsonObject[]): Promise<void> => {
  for (const record of records) await recordEvent(world.effects, envelopeOf(record));
};

/** Title and marks of what Slack shows, one after the other. */
const shown = ({ arrivals }: Delivering) =>
  arrivals
    .filter(({ destinationId }) => destinationId === SLACK)
    .map(({ notification: { title, facts }, edits }) => ({
      way: edits === undefined ? 'new' : 'edit',
      who: /"(\w+)"/.exec(title)?.[1],
      title,
      repeated: facts.find(({ label }) => label === 'Repeated')?.value,
      corrected: facts.some(({ label }) => label === 'Corrected by AWS'),
    }));

const startEditing = (): Delivering => {
  const world = startDelivering();
  world.editing.add(SLACK);
  world.vendor = () => ({ kind: 'sent', reference: 'C1:1' });
  return world;
};

/** Takes nothing at Slack while the minutes pass. */
const passMinutesWithoutSlack = async (world: Delivering, minutes: number): Promise<void> => {
  const { vendor } = world;
  world.vendor = (id, ...rest) =>
    id === SLACK ? { kind: 'retry', code: 'vendor-failed' } : vendor(id, ...rest);
  await passMinutes(world, minutes);
  world.vendor = vendor;
};

describe('Repeats of a first that AWS corrected to somebody else', () => {
  it('are told as those of whoever was told first', async () => {
    const world = startDelivering();
    await receive(world, alice(1), alice(2), alice(3));
    await passMinutes(world, 1);
    await receive(world, BOB);
    await passMinutes(world, 18);
    const [, correction, summary] = shown(world);
    expect(correction?.title).toMatch(/^Corrected by AWS: "bob"/);
    expect(summary?.title).toMatch(/^2 more times until 12:59: "alice"/);
  });

  it.each([
    ['before they are counted', 1],
    ['after they were counted', 18],
  ])('are named beside the edited notice when the correction comes %s', async (_when, minute) => {
    const world = startEditing();
    await receive(world, alice(1), alice(2));
    await passMinutes(world, minute);
    await receive(world, BOB);
    await passMinutes(world, 19);
    expect(shown(world).at(-1)).toMatchObject({
      way: 'edit',
      who: 'bob',
      corrected: true,
      repeated: expect.stringMatching(/^Once more, at 12:59 CET: "alice" \(unverified\) from Northwind/),
    });
  });

  it('are not named twice when the correction leaves the subject as it was', async () => {
    const world = startEditing();
    await receive(world, alice(1), alice(2), correctionTo({ userAgent: 'aws-cli/2.31.4' }));
    await passMinutes(world, 18);
    expect(shown(world).at(-1)).toMatchObject({ who: 'alice', repeated: 'Once more, at 12:59 CET' });
  });
});

describe('The next access like the first, once AWS corrected that to somebody else', () => {
  const counted = async (world: Delivering) => {
    const found = await Promise.all(
      [2, 3, 4, 5].map((id) => world.history.find(`${PRODUCTION}.event-${id}`)),
    );
    return found.map((detail) => detail?.row.groupedWith?.slice(PRODUCTION.length + 1));
  };

  it('rings, and counts for those after it', async () => {
    const world = startDelivering();
    await receive(world, alice(1), alice(2), BOB);
    world.clock.advance(3);
    await receive(world, alice(3), alice(4), alice(5));
    expect(await counted(world)).toEqual(['event-1', undefined, 'event-3', 'event-3']);
    expect(await rung(world)).toMatchObject({ 'event-3': 3 });
  });

  it('is a repeat when AWS takes the correction back', async () => {
    const world = startDelivering();
    await receive(world, alice(1), alice(2), BOB, correctionTo({}, 'correction-2'));
    world.clock.advance(3);
    await receive(world, alice(3));
    expect((await counted(world)).slice(0, 2)).toEqual(['event-1', 'event-1']);
  });

  it('is a repeat when only the name behind it became known', async () => {
    const world = startDelivering();
    await receive(world, consoleRecord(), switchRoleRecord());
    world.clock.advance(3);
    await receive(world, consoleRecord({ eventID: 'event-2', eventTime: '2026-11-22T12:05:00Z' }));
    expect((await counted(world))[0]).toBeDefined();
  });
});

describe('Edits of one notice', () => {
  it('come in the order in which they were composed, whichever may be sent first', async () => {
    const world = startEditing();
    await receive(world, alice(1), alice(2));
    await passMinutes(world, 14);
    await passMinutesWithoutSlack(world, 4);
    await receive(world, BOB);
    await passMinutesWithoutSlack(world, 4);
    await passMinutes(world, 15);
    expect(shown(world).map(({ way, who, corrected }) => [way, who, corrected])).toEqual([
      ['new', 'alice', false],
      ['edit', 'alice', false],
      ['edit', 'bob', true],
    ]);
    expect(shown(world).at(-1)?.repeated).toMatch(/"alice"/);
  });

  it('come so also when it was corrected before it was counted', async () => {
    const world = startEditing();
    await receive(world, alice(1), alice(2));
    await passMinutes(world, 14);
    await passMinutesWithoutSlack(world, 1);
    await receive(world, BOB);
    await passMinutesWithoutSlack(world, 5);
    await passMinutes(world, 15);
    const edits = shown(world).filter(({ way }) => way === 'edit');
    expect(edits.map(({ who, repeated }) => [who, repeated !== undefined])).toEqual([
      ['bob', false],
      ['bob', true],
    ]);
  });

  it('wait for nothing where every word is a message of its own', async () => {
    const world = startDelivering();
    await receive(world, alice(1), alice(2));
    await passMinutes(world, 14);
    await passMinutesWithoutSlack(world, 4);
    await receive(world, BOB);
    await passMinutesWithoutSlack(world, 4);
    await passMinutes(world, 15);
    expect(shown(world)).toHaveLength(3);
  });
});
