/** What a client's people read of an access, beside its owner's and whoever sees everything. */
import type {
  AccessDetail,
  AccessListAnswer,
  AccessSummary,
  CountsAnswer,
  ExceptionsAnswer,
  OverviewAnswer,
  ReviewAnswer,
} from '../../lib/api/contract.ts';
import type { Reader } from '../../lib/api/reader.ts';
import { type Clock, isoAfter, systemClock } from '../../lib/kernel/clock.ts';
import type { Delivery } from '../../lib/delivery/delivery.ts';
import { ALICE, deliveryOf, rowOf, type SeededAccess } from '../support/seed-history.ts';
import { RESPONDER, type SeededApi, seededApi } from '../support/seeded-api.ts';

const NOW = new Date('2026-11-22T14:00:00.000Z');
const clock: Clock = { ...systemClock, now: () => NOW };

const CLIENT: Reader = {
  subject: 'sub-cleo',
  name: 'Cleo Client',
  role: 'responder',
  scope: { accounts: ['111122223333'], parties: ['acme'] },
};
const OWNER: Reader = { ...CLIENT, scope: { accounts: ['111122223333'], parties: ['platform'] } };

const ID = '111122223333.told';
const leg = (destinationId: string, edition: 'owner' | 'client') => ({ destinationId, edition, why: 'why' });

const seeded = rowOf({
  id: 'told',
  time: isoAfter(NOW, -600),
  caller: { ...ALICE, label: 'zoe' },
  row: {
    route: {
      owner: 'platform',
      client: 'acme',
      legs: [leg('platform-slack', 'owner'), leg('platform-jira', 'owner'), leg('acme-mail', 'client')],
    },
    review: {
      state: 'unreviewed',
      version: 1,
      action: 'assign',
      by: { subject: 's', name: 'Rita Responder' },
      at: isoAfter(NOW, -300),
      note: 'inner thoughts',
      assignee: 'dora@platform.example',
    },
  },
});

const open = async (reader: Reader): Promise<SeededApi> => {
  const api = await seededApi({ clock, reader });
  const at = isoAfter(NOW, -590);
  const parts = { row: seeded, outcomes: [], from: at } as const;
  const refused = { kind: 'rejected', code: 'destination-gone', detail: 'channel C0SECRET is gone' } as const;
  const sent = { kind: 'sent', reference: 'OPS-77', url: 'https://platform.example/OPS-77' } as const;
  await api.seed([
    {
      row: seeded,
      deliveries: [
        deliveryOf({
          ...parts,
          destinationId: 'platform-slack',
          channel: 'slack-app',
          state: 'rejected',
          outcomes: [refused],
        }),
        deliveryOf({
          ...parts,
          destinationId: 'fallback-mail',
          channel: 'sns',
          state: 'sent',
          outcomes: [{ kind: 'sent' }],
          more: { part: 'instead-of-platform-slack', insteadOf: 'platform-slack' },
        }),
        deliveryOf({
          ...parts,
          destinationId: 'platform-jira',
          channel: 'jira',
          state: 'sent',
          outcomes: [sent],
          more: { reference: sent.reference, url: sent.url },
        }),
        deliveryOf({
          ...parts,
          destinationId: 'acme-mail',
          channel: 'sns',
          state: 'rejected',
          outcomes: [refused],
          more: { edition: 'client' },
        }),
      ],
      events: [
        {
          schemaVersion: 1,
          accessId: ID,
          name: 'reviewed#1',
          kind: 'reviewed',
          at: isoAfter(NOW, -300),
          notedAt: isoAfter(NOW, -300),
          body: {
            request: { action: 'assign', seen: 0, note: 'inner thoughts', assignee: 'dora@platform.example' },
            review: { ...seeded.review },
            accessTime: seeded.time,
          },
        },
        {
          schemaVersion: 1,
          accessId: ID,
          name: 'sent-again#platform-jira#1',
          kind: 'sent-again',
          at: isoAfter(NOW, -200),
          notedAt: isoAfter(NOW, -200),
          body: { by: { subject: 's', name: 'Rita Responder' }, destinationId: 'platform-jira' },
        },
      ],
    },
  ]);
  return api;
};

const text = async (api: SeededApi, path: string): Promise<string> => (await api.app.request(path)).text();

const post = (api: SeededApi, path: string, body: object): Promise<Response> =>
  Promise.resolve(
    api.app.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  );

/** Of the owner alone. */
const INNER =
  /platform-(?:slack|jira)|fallback-mail|slack|jira|OPS-77|platform\.example\/|dora|inner thoughts|rita/i;

const PATHS = [
  `/api/accesses/${ID}`,
  '/api/accesses?person=zoe',
  '/api/counts?person=zoe',
  '/api/overview',
  '/api/values?prefix=dora',
  '/api/export?format=csv&person=zoe',
  '/api/export?format=jsonl&person=zoe',
  '/api/export?format=ocsf&person=zoe',
];

describe('a client’s people', () => {
  it.each(PATHS)('read nothing of what is the owner’s own in %s', async (path) => {
    const api = await open(CLIENT);
    const answer = await api.app.request(path);
    expect(answer.status).toBe(200);
    const body = await answer.text();
    // What was asked for is said again.
    expect(body.replaceAll('prefix=dora', '')).not.toMatch(INNER);
    if (path.includes('zoe')) expect(body).toMatch(/zoe|"count":1/);
  });

  it('read that the owner was told, and how they were told themselves', async () => {
    const body = JSON.parse(await text(await open(CLIENT), `/api/accesses/${ID}`)) as AccessDetail;
    const shown = body.deliveries.map(({ destinationId, state, instead }) => [
      destinationId,
      state.code,
      instead,
    ]);
    expect(shown).toEqual([
      ['the owner', 'rejected', 'the owner (3) was told instead.'],
      ['the owner (2)', 'sent', undefined],
      ['acme-mail', 'rejected', 'Nobody was told instead: there is no fallback for it.'],
      ['the owner (3)', 'sent', undefined],
    ]);
    const own = body.deliveries.find(({ destinationId }) => destinationId === 'acme-mail');
    expect(own?.attempts[0]?.detail).toBe('channel C0SECRET is gone');
    expect(body.summary.review).toMatchObject({
      words: 'The owner noted something',
      by: 'The owner',
      version: 1,
    });
  });

  describe('in the list', () => {
    const telling = async (reader: Reader, seed?: SeededAccess): Promise<AccessSummary['telling']> => {
      const api = await open(reader);
      if (seed !== undefined) await api.seed([seed]);
      const person = seed === undefined ? 'zoe' : 'zelda';
      const list = JSON.parse(await text(api, `/api/accesses?person=${person}`)) as AccessListAnswer;
      const [first] = list.accesses;
      if (first === undefined) throw new Error('nothing listed');
      return first.telling;
    };
    const other = rowOf({ id: 'other', time: isoAfter(NOW, -600), caller: { ...ALICE, label: 'zelda' } });
    const parts = { row: other, outcomes: [], from: isoAfter(NOW, -590) } as const;
    const toOwner = (state: Delivery['state']): Delivery =>
      deliveryOf({ ...parts, destinationId: 'platform-slack', channel: 'slack-app', state });
    const toClient = (state: Delivery['state']): Delivery =>
      deliveryOf({
        ...parts,
        destinationId: 'acme-mail',
        channel: 'sns',
        state,
        more: { edition: 'client' },
      });
    const fallback = deliveryOf({
      ...parts,
      destinationId: 'fallback-mail',
      channel: 'sns',
      state: 'sent',
      more: { part: 'instead-of-acme-mail', insteadOf: 'acme-mail' },
    });
    const legsOf = (...legs: (typeof seeded.route.legs)[number][]) => ({
      ...other,
      route: { ...seeded.route, legs },
    });
    const OWNERS = leg('platform-slack', 'owner');
    const CLIENTS = leg('acme-mail', 'client');
    const both = legsOf(OWNERS, CLIENTS);

    it.each([
      ['told', '1 told', [toOwner('rejected'), toClient('sent')]],
      ['waiting', '1 not delivered yet', [toOwner('sent')]],
      ['rejected', '1 rejected', [toOwner('sent'), toClient('rejected')]],
      [
        'told-instead',
        'acme-mail refused, the owner was told instead',
        [toOwner('sent'), toClient('rejected'), fallback],
      ],
    ] as const)('read of their own notices that they are %s: %s', async (code, note, deliveries) => {
      expect(await telling(CLIENT, { row: both, deliveries })).toMatchObject({ code, note });
    });

    it.each([
      ['told', 'The owner was told. Nobody else is to be told.', 'sent'],
      ['waiting', 'The owner does not have it yet.', 'rejected'],
    ] as const)(
      'read where nothing is told to them whether the owner has it: %s',
      async (code, note, state) => {
        const seed = { row: legsOf(OWNERS), deliveries: [toOwner(state)] };
        expect(await telling(CLIENT, seed)).toMatchObject({ code, note });
      },
    );

    it('do not change what the owner’s people read', async () => {
      const seed = { row: both, deliveries: [toOwner('rejected'), toClient('sent')] };
      expect(await telling(OWNER, seed)).toMatchObject({ code: 'rejected', note: '1 rejected, 1 told' });
      expect(await telling(OWNER)).toMatchObject({ code: 'rejected' });
    });
  });

  it('read who reviewed it by name where it was one of them', async () => {
    const api = await open(CLIENT);
    const body = { action: 'acknowledge', reason: 'planned-work', accesses: [{ accessId: ID, seen: 1 }] };
    expect((await post(api, '/api/reviews', body)).status).toBe(200);
    const read = async () => {
      const { summary, timeline } = JSON.parse(await text(api, `/api/accesses/${ID}`)) as AccessDetail;
      return [
        summary.review.by,
        ...timeline.map(({ words }) => words).filter((one) => /noted|assigned|acknowl/.test(one)),
      ];
    };
    expect(await read()).toEqual([
      'Cleo Client',
      'The owner noted something',
      'Cleo Client acknowledged it: planned work',
    ]);
    expect(await text(api, '/api/export?format=csv&person=zoe&columns=reviewed_by')).toContain('Cleo Client');
    api.as({ ...CLIENT, scope: { accounts: ['111122223333'], parties: ['globex'] } });
    expect((await read())[0]).toBe('The owner');
    api.as(OWNER);
    expect(await read()).toContain('Cleo Client acknowledged it: planned work');
    expect((await read())[1]).toContain('Rita Responder assigned it');
  });

  it('read who made and ended an exception by name where it was one of them', async () => {
    const api = await open(CLIENT);
    const exception = {
      schemaVersion: 1,
      accountId: '111122223333',
      subject: { kind: 'principal', arn: 'arn:aws:iam::777788889999:role/Deploy' },
      owner: 'platform',
      reason: 'A migration.',
      madeAt: isoAfter(NOW, -60),
      from: isoAfter(NOW, -60),
      until: isoAfter(NOW, 3_600),
    } as const;
    const rita = { subject: 's', name: 'Rita Responder' };
    await api.exceptions.make({ ...exception, exceptionId: 'theirs', madeBy: rita });
    await api.exceptions.make({
      ...exception,
      exceptionId: 'ours',
      madeBy: { ...rita, parties: ['platform'] },
    });
    await post(api, '/api/exceptions/ours/end', {});
    const read = async () => {
      const { exceptions } = JSON.parse(await text(api, '/api/exceptions')) as ExceptionsAnswer;
      return exceptions.map(({ madeBy, endedBy }) => [madeBy, endedBy]).sort();
    };
    expect(await read()).toEqual([
      ['The owner', undefined],
      ['The owner', 'Cleo Client'],
    ]);
    api.as(OWNER);
    expect(await read()).toEqual([
      ['Rita Responder', undefined],
      ['Rita Responder', 'Cleo Client'],
    ]);
  });

  it('neither find nor count by whom it was assigned to', async () => {
    const api = await open(CLIENT);
    const list = async (path: string) => JSON.parse(await text(api, path)) as AccessListAnswer;
    expect((await list('/api/accesses?assignee=dora%40platform.example')).accesses).toEqual([]);
    const counts = JSON.parse(await text(api, '/api/counts?person=zoe')) as CountsAnswer;
    expect(counts.facets.find(({ field }) => field === 'assignee')).toBeUndefined();
    api.as(OWNER);
    expect((await list('/api/accesses?assignee=dora%40platform.example')).accesses).toHaveLength(1);
  });

  it('are shown their own failing deliveries only', async () => {
    const api = await open(CLIENT);
    const { failing } = JSON.parse(await text(api, '/api/overview')) as OverviewAnswer;
    const of = failing.filter(({ accessId }) => accessId === ID);
    expect(of.map(({ destinationId }) => destinationId)).toEqual(['acme-mail']);
  });

  it('have sent again what was theirs, and wake nobody of the owner’s', async () => {
    const api = await open(CLIENT);
    const again = (destination: string) =>
      post(api, `/api/accesses/${ID}/deliveries/${destination}/again`, {});
    for (const destination of ['platform-slack', 'platform-jira', 'the%20owner'])
      expect((await again(destination)).status).toBe(404);
    const body = { part: 'instead-of-platform-slack' };
    expect((await post(api, `/api/accesses/${ID}/deliveries/fallback-mail/again`, body)).status).toBe(404);
    expect(api.ledger.deliveriesOf(ID)).toEqual([]);
    expect((await again('acme-mail')).status).toBe(200);
    expect(api.ledger.deliveriesOf(ID).map(({ destinationId }) => destinationId)).toEqual(['acme-mail']);
  });

  it('review without reading, and without losing, what the owner noted', async () => {
    const api = await open(CLIENT);
    const ask = { action: 'acknowledge', reason: 'planned-work', accesses: [{ accessId: ID, seen: 0 }] };
    const collided = await (await post(api, '/api/reviews', ask)).text();
    expect(collided).toContain('The owner noted something');
    expect(collided).not.toMatch(INNER);
    const seen = { ...ask, accesses: [{ accessId: ID, seen: 1 }] };
    const answer = (await (await post(api, '/api/reviews', seen)).json()) as ReviewAnswer;
    expect(answer.results).toEqual([expect.objectContaining({ kind: 'reviewed' })]);
    expect(JSON.stringify(answer)).not.toMatch(INNER);
    api.as(OWNER);
    expect(await text(api, `/api/accesses/${ID}`)).toContain('"note":"inner thoughts"');
  });
});

it.each([
  ['the owner’s people', OWNER],
  ['whoever sees everything', RESPONDER],
])('%s read all of it', async (_, reader) => {
  const api = await open(reader);
  const body = await text(api, `/api/accesses/${ID}`);
  for (const inner of [
    'platform-slack',
    'fallback-mail',
    'OPS-77',
    'inner thoughts',
    'dora@platform.example',
  ])
    expect(body).toContain(inner);
  expect(await text(api, '/api/export?format=csv&person=zoe')).toContain('inner thoughts');
});
