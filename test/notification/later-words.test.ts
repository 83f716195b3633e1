/** What is said after the first notice, instead of many, and to whoever runs Rolecall: in words, by edition. */
import type { Edition } from '../../lib/kernel/edition.ts';
import {
  newsOfCorrection,
  newsOfRepeats,
  newsOfUseElsewhere,
  saysOtherwise,
  withLaterWords,
} from '../../lib/notification/compose-follow-up.ts';
import { composeDigest, type Digest } from '../../lib/notification/compose-digest.ts';
import {
  composeRefused,
  composeUnconfirmed,
  meantFor,
  type RefusalCode,
} from '../../lib/notification/compose-operator.ts';
import type { Notification } from '../../lib/notification/notification.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { rowOfAccess } from '../../lib/usecases/make-row.ts';
import { readerOf, wordRow } from '../../lib/usecases/word-row.ts';
import { REJECTION_CODES } from '../../lib/delivery/outcome.ts';
import { HOSTILE_TEXTS, hostileNotification } from '../channels/notifications.ts';
import { readEventCases, readEventPolicy } from '../support/event-cases.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { PRODUCTION, samplePolicy } from '../support/sample-policy.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';

const historyUrl = 'https://history.example';
const around = { policy: samplePolicy, historyUrl };

const rowFor = (changes: JsonObject = {}) => {
  const judged = judgeEvent(samplePolicy, envelopeOf(crossAccountRecord(changes)));
  if (judged.kind !== 'access') throw new Error(judged.kind);
  return rowOfAccess(
    { policy: samplePolicy, clock: virtualClock() },
    { ...judged, foundBy: 'event', joined: [] },
  );
};

const REPEATS = {
  count: 12,
  first: '2026-11-22T12:01:00.000Z',
  last: '2026-11-22T13:32:10.000Z',
  origins: ['198.51.100.18', '192.0.2.7'],
};

const repeatsFor = (edition: Edition, repeats = REPEATS) => {
  const row = rowFor();
  const [now, reader] = [wordRow(around, row, edition), readerOf(around, row, edition)];
  return {
    first: now,
    news: newsOfRepeats({ told: now, now }, repeats, reader),
    edited: withLaterWords(now, { repeats }, reader),
  };
};

/** Node's versions differ about the comma after the day of the week. */
const withoutComma = (text: string): string => text.replaceAll('Sunday,', 'Sunday');

const valuesOf = ({ facts }: Notification): Readonly<Record<string, string>> =>
  Object.fromEntries(facts.map(({ label, value }) => [label, withoutComma(value)]));

const textsOf = (said: Notification): readonly string[] => [
  said.title,
  said.sentence,
  ...said.facts.flatMap(({ label, value, note }) => [label, value, note ?? '']),
  ...said.links.map(({ label }) => label),
  ...Object.values(said.attributes),
];

/** What a client must not read. The ids beside the words are hidden by the channels. */
const FORBIDDEN = /arn:aws|\b\d{12}\b|\b(AKIA|ASIA|AIDA|AROA)|\b\d{1,3}(\.\d{1,3}){3}\b|https?:/;

const expectForClient = (said: Notification): void => {
  expect(said.edition).toBe('client');
  expect(said.links).toEqual([]);
  expect(JSON.stringify({ ...said, accessId: '' })).not.toMatch(FORBIDDEN);
};

const expectOneLine = (said: Notification): void => {
  expect(said.title.length).toBeLessThanOrEqual(120);
  for (const text of textsOf(said)) expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
};

describe('The news that something repeated', () => {
  it('says how often and until when, in the reader’s zone, and names the first notice', () => {
    const { news } = repeatsFor('owner');
    expect(news).toMatchObject({
      kind: 'follow-up',
      importance: 'routine',
      occurredAt: REPEATS.last,
      accessId: `${PRODUCTION}.event-1`,
      attributes: { kind: 'follow-up', edition: 'owner', account: PRODUCTION, role: 'prod-admin' },
    });
    expect(news.title).toBe(
      '12 more times until 14:32: "alice" (unverified) from Northwind Managed Services entered Production administrator in ACM…',
    );
    expect(withoutComma(news.sentence)).toBe(
      'This happened 12 more times until 14:32 CET. The first notice, about Sunday 22 November 2026 at 12:59:50 CET, said: "alice" (unverified) from Northwind Managed Services entered Production administrator in ACME production.',
    );
    expect(valuesOf(news)).toEqual({
      'How often': '12 more times',
      'First of them': 'Sunday 22 November 2026 at 13:01:00 CET',
      'Last of them': 'Sunday 22 November 2026 at 14:32:10 CET',
      'From where': '198.51.100.18, 192.0.2.7',
      'First notice':
        'Sunday 22 November 2026 at 12:59:50 CET: "alice" (unverified) from Northwind Managed Services entered Production administrator in ACME production',
    });
    expect(news.links).toEqual([
      { label: 'Open in the history', url: `${historyUrl}/?access=${PRODUCTION}.event-1` },
    ]);
  });

  it('tells the client the same without addresses and links, and whom to ask', () => {
    const { news } = repeatsFor('client');
    expectForClient(news);
    expect(news.title).toMatch(
      /^12 more times until 08:32: A person from Northwind Managed Services entered/,
    );
    expect(Object.keys(valuesOf(news))).toEqual([
      'How often',
      'First of them',
      'Last of them',
      'First notice',
      'Questions',
    ]);
    expect(valuesOf(news)['Questions']).toBe('Platform team, +49 30 1234');
  });

  it('stands first in the edited notice, which stays what it was otherwise', () => {
    for (const edition of ['owner', 'client'] as const) {
      const { first, edited } = repeatsFor(edition);
      const [fact, ...rest] = edited.facts;
      expect(fact?.value).toMatch(/^12 more times until \d\d:32 (CET|EST)$/);
      expect({ ...edited, facts: rest }).toEqual(first);
    }
  });

  it.each([
    [1, 'Once more, at 14:32: "alice"', 'Once more, at 14:32 CET'],
    [2, '2 more times until 14:32: "alice"', '2 more times until 14:32 CET'],
    [10_000, '10,000 more times until 14:32: "alice"', '10,000 more times until 14:32 CET'],
  ])('counts %s', (count, title, fact) => {
    const { news, edited } = repeatsFor('owner', { ...REPEATS, count });
    expect(news.title.startsWith(title)).toBe(true);
    expect(edited.facts[0]?.value).toBe(fact);
  });

  it('names the day when it is another one for the reader', () => {
    const midnight = { ...REPEATS, last: '2026-11-22T23:05:00.000Z' };
    expect(repeatsFor('owner', midnight).edited.facts[0]?.value).toBe(
      '12 more times until 23 Nov 2026, 00:05 CET',
    );
    expect(repeatsFor('client', midnight).edited.facts[0]?.value).toBe('12 more times until 18:05 EST');
  });

  it('leaves out where they came from when no record says', () => {
    expect(valuesOf(repeatsFor('owner', { ...REPEATS, origins: [] }).news)).not.toHaveProperty('From where');
  });
});

describe('The news that a session was used elsewhere', () => {
  const reason = 'The role was entered from 198.51.100.18, and the session was used from 203.0.113.9.';

  it('says both addresses, what it is about, and what was said first', () => {
    const { first: told } = repeatsFor('owner');
    const note = { label: 'Note', value: reason };
    const now = { ...told, facts: [...told.facts, note] };
    const news = newsOfUseElsewhere({ told, now }, reason, readerOf(around, rowFor(), 'owner'));
    expect(news.title).toMatch(/^Used elsewhere: "alice" \(unverified\) from Northwind/);
    expect(news.sentence.startsWith(`${reason} Somebody calling themselves`)).toBe(true);
    expect(news.sentence).toContain('The first notice, about');
    expect(news.facts[0]).toMatchObject(note);
    expectOneLine(news);
  });

  it.each([
    ['routine', 'normal'],
    ['normal', 'normal'],
    ['urgent', 'urgent'],
  ] as const)('is never only routine: of what is %s it is %s', (importance, expected) => {
    const told = { ...repeatsFor('owner').first, importance };
    const reader = readerOf(around, rowFor(), 'owner');
    expect(newsOfUseElsewhere({ told, now: told }, reason, reader).importance).toBe(expected);
  });
});

describe('The news that AWS has corrected a record', () => {
  const correction = { reason: 'UPDATED_DATA', updatedFields: 'userIdentity' };
  const correctedFor = (edition: Edition, changes: JsonObject) => {
    const [before, after] = [rowFor(), rowFor(changes)];
    const [told, now] = [wordRow(around, before, edition), wordRow(around, after, edition)];
    return { told, now, news: newsOfCorrection({ told, now }, correction, readerOf(around, after, edition)) };
  };
  const asBob = {
    userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: '777788889999' },
    requestParameters: {
      roleArn: `arn:aws:iam::${PRODUCTION}:role/prod-admin`,
      roleSessionName: 'bob',
      externalId: 'x',
    },
  };

  it('says what holds now, what was said before, and why', () => {
    const { news } = correctedFor('owner', asBob);
    expect(news.title).toMatch(/^Corrected by AWS: "bob" \(unverified\) from Northwind/);
    expect(news.sentence).toMatch(
      /^AWS has corrected its record of this\. Somebody calling themselves “bob”/,
    );
    expect(valuesOf(news)).toMatchObject({
      Why: 'a field of the record was missing or wrong',
      'Changed fields': 'userIdentity',
      Who: 'bob',
      Caller: 'AIDAEXAMPLEUSER000002',
      'Session name': 'bob',
    });
    expect(news.facts.find(({ label }) => label === 'Who')?.note).toBe('before: alice');
    expect(valuesOf(news)).not.toHaveProperty('Role');
  });

  it('is as important as what holds now', () => {
    const { told, now, news } = correctedFor('owner', { errorCode: 'AccessDenied' });
    expect(saysOtherwise(told, now)).toBe(true);
    expect(news.importance).toBe('urgent');
  });

  it('shows the client neither fields nor ids', () => {
    const { news } = correctedFor('client', { errorCode: 'AccessDenied' });
    expectForClient(news);
    expect(valuesOf(news)).not.toHaveProperty('Changed fields');
    expect(news.title).toMatch(/^Corrected by AWS: A person from Northwind Managed Services was refused/);
  });

  it('is no news when the reader’s words stay the same', () => {
    const { told, now } = correctedFor('client', asBob);
    expect(saysOtherwise(told, now)).toBe(false);
  });

  it.each([
    ['DELIVERY_DELAY', 'CloudTrail delivered the record late'],
    ['SERVICE_OUTAGE', 'an outage on the side of AWS'],
    ['SOMETHING_NEW', 'AWS names the reason SOMETHING_NEW'],
  ])('puts %s into words', (reason, words) => {
    const now = wordRow(around, rowFor(), 'owner');
    const edited = withLaterWords(now, { correction: { reason } }, readerOf(around, rowFor(), 'owner'));
    expect(edited.facts[0]).toEqual({ label: 'Corrected by AWS', value: words });
  });
});

describe('A digest', () => {
  const digest: Digest = {
    digestId: 'digest.platform-slack.1',
    edition: 'owner',
    reason: 'outage',
    since: '2026-11-22T13:03:00.000Z',
    timeZone: 'Europe/Berlin',
    historyUrl,
  };
  const noticesOf = (count: number, edition: Edition = 'owner'): readonly Notification[] =>
    Array.from({ length: count }, (_none, index) => {
      const time = new Date(Date.parse('2026-11-22T13:03:00Z') + index * 60_000).toISOString();
      return wordRow(around, rowFor({ eventID: `event-${index}`, eventTime: time }), edition);
    });

  it('says how many and why, and tells each by its time and title, oldest first', () => {
    const said = composeDigest(noticesOf(3), digest);
    expect(said).toMatchObject({
      accessId: 'digest.platform-slack.1',
      kind: 'digest',
      edition: 'owner',
      importance: 'normal',
      title: '3 notices that could not be sent since 14:03 CET',
      occurredAt: '2026-11-22T13:03:00.000Z',
      attributes: { kind: 'digest', edition: 'owner' },
      links: [{ label: 'Open the history', url: `${historyUrl}/` }],
    });
    expect(said.facts.map(({ label }) => label)).toEqual([
      '22 Nov 2026, 14:03 CET',
      '22 Nov 2026, 14:04 CET',
      '22 Nov 2026, 14:05 CET',
    ]);
    expect(said.facts[0]?.value).toBe(noticesOf(1)[0]?.title);
  });

  it('says that much came at once, when nothing failed', () => {
    expect(composeDigest(noticesOf(2), { ...digest, reason: 'storm' }).title).toBe(
      '2 notices in one: many came at once since 14:03 CET',
    );
  });

  it.each([
    [20, 20, undefined],
    [21, 20, '2 more in the history'],
    [37, 20, '18 more in the history'],
  ])('of %s notices has %s facts', (count, facts, last) => {
    const said = composeDigest(noticesOf(count), digest);
    expect(said.title).toMatch(new RegExp(`^${count} notices`));
    expect(said.facts).toHaveLength(facts);
    if (last !== undefined) expect(said.facts.at(-1)?.value).toBe(last);
  });

  it('is as urgent as the most urgent in it', () => {
    const [urgent] = noticesOf(1).map((one): Notification => ({ ...one, importance: 'urgent' }));
    const routine = noticesOf(4).map((one): Notification => ({ ...one, importance: 'routine' }));
    expect(composeDigest(routine, digest).importance).toBe('routine');
    expect(composeDigest(urgent === undefined ? [] : [...routine, urgent], digest).importance).toBe('urgent');
  });

  it('names the day when it began on another', () => {
    const yesterday = { ...digest, since: '2026-11-21T13:03:00.000Z' };
    expect(composeDigest(noticesOf(1), yesterday).title).toBe(
      '1 notice that could not be sent since 21 Nov 2026, 14:03 CET',
    );
  });

  it('tells the client in the client’s words', () => {
    const client: Digest = { ...digest, edition: 'client', timeZone: 'America/New_York' };
    const said = composeDigest(noticesOf(25, 'client'), client);
    expectForClient(said);
    expect(said.facts[0]?.label).toBe('22 Nov 2026, 08:03 EST');
    expect(said.facts.at(-1)?.value).toBe('6 more on request');
  });

  it('of nothing is a mistake', () => {
    expect(() => composeDigest([], digest)).toThrow('A digest of nothing.');
  });
});

describe('What the operator is told', () => {
  const notice = {
    noticeId: 'operator.platform-slack.2026-11-22T14',
    destinationId: 'platform-slack',
    at: '2026-11-22T14:03:00.000Z',
    historyUrl,
  };

  it.each(REJECTION_CODES)('about a destination that refuses says why and what to do: %s', (code) => {
    const said = composeRefused({ ...notice, channel: 'slack-webhook', code });
    expect(said).toMatchObject({
      accessId: notice.noticeId,
      kind: 'operator',
      edition: 'owner',
      importance: 'urgent',
      attributes: { kind: 'operator', edition: 'owner', destination: 'platform-slack', code },
      occurredAt: notice.at,
    });
    expect(said.title).toMatch(/^The destination platform-slack refuses notices: it/);
    const { 'What to do': whatToDo, ...values } = valuesOf(said);
    expect(whatToDo).toMatch(/[a-z]{3}/);
    expect(values).toMatchObject({
      Destination: 'platform-slack',
      Channel: 'slack-webhook',
      Since: 'Sunday 22 November 2026 at 14:03:00 UTC',
    });
    expect(values['Why']).toContain(code);
    expect(said.links).toEqual([{ label: 'Open the history', url: `${historyUrl}/` }]);
  });

  it.each([
    [1, '1 address of acme-mail gets no notices: not confirmed'],
    [3, '3 addresses of acme-mail get no notices: not confirmed'],
  ])('about %s unconfirmed addresses names the destination and no address', (addresses, title) => {
    const said = composeUnconfirmed({ ...notice, destinationId: 'acme-mail', addresses });
    expect(said.title).toBe(title);
    expect(JSON.stringify(said)).not.toContain('@');
    expect(said.attributes['code']).toBe('subscription-unconfirmed');
  });
});

describe('The notice for a fallback', () => {
  it('says first for whom it was meant, and is the same otherwise', () => {
    const first = wordRow(around, rowFor(), 'owner');
    const [fact, ...rest] = meantFor(first, 'platform-slack', 'destination-gone').facts;
    expect(fact).toEqual({
      label: 'Meant for',
      value: 'platform-slack, which refuses: it says that the channel, project or topic no longer exists',
    });
    expect({ ...first, facts: rest }).toEqual(first);
  });
});

describe('Whatever strangers wrote', () => {
  const codes: readonly RefusalCode[] = REJECTION_CODES;
  it.each(Object.entries(HOSTILE_TEXTS))('stays on one line, and cut: %s', (_name, text) => {
    const reader = { timeZone: 'Europe/Berlin', historyUrl };
    for (const edition of ['owner', 'client'] as const) {
      const nasty: Notification = { ...hostileNotification(text), edition };
      const thing = { told: nasty, now: { ...nasty, facts: [] } };
      const because = { reason: text, updatedFields: text };
      const clean = { ...nasty, title: 't', sentence: 's', facts: [], links: [], attributes: {} };
      for (const said of [
        { ...newsOfRepeats(thing, { ...REPEATS, origins: [text, text] }, reader), attributes: {} },
        { ...newsOfCorrection(thing, because, reader), attributes: {} },
        withLaterWords(clean, { repeats: REPEATS, correction: because }, reader),
        composeDigest([nasty, nasty], {
          digestId: 'd',
          edition,
          reason: 'outage',
          since: nasty.occurredAt,
          ...reader,
        }),
        meantFor(clean, text, codes[0] ?? 'not-configured'),
      ]) {
        expectOneLine(said);
        for (const value of textsOf(said)) expect(value.length).toBeLessThanOrEqual(2000);
      }
    }
    const notice = {
      noticeId: 'operator.x',
      destinationId: text,
      at: '2026-11-22T14:03:00.000Z',
      historyUrl,
    };
    const refused = { ...notice, channel: text, code: 'message-refused' as const, detail: text };
    for (const said of [composeRefused(refused), composeUnconfirmed({ ...notice, addresses: 2 })]) {
      expectOneLine(said);
    }
  });
});

describe('The client’s later words about every case in events/', () => {
  const cases = readEventCases().flatMap(({ name, text }) => {
    const judged = judgeEvent(readEventPolicy(), text);
    return judged.kind === 'access' ? [{ name, judged }] : [];
  });

  it.each(cases)('$name', ({ judged }) => {
    const policy = readEventPolicy();
    const row = rowOfAccess({ policy, clock: virtualClock() }, { ...judged, foundBy: 'event', joined: [] });
    const now = wordRow({ policy, historyUrl }, row, 'client');
    const reader = readerOf({ policy, historyUrl }, row, 'client');
    const correction = { reason: 'UPDATED_DATA', updatedFields: `userIdentity.arn:aws:iam::${PRODUCTION}` };
    const later = { repeats: REPEATS, correction };
    for (const said of [
      newsOfRepeats({ told: now, now }, REPEATS, reader),
      newsOfCorrection({ told: { ...now, facts: [] }, now }, correction, reader),
      withLaterWords(now, later, reader),
      composeDigest([now], {
        digestId: 'd',
        edition: 'client',
        reason: 'outage',
        since: now.occurredAt,
        ...reader,
      }),
    ]) {
      expectForClient(said);
      expect(said.title.length).toBeLessThanOrEqual(120);
    }
  });
});
