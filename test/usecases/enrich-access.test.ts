import type { AccessDetail } from '../../lib/history/access-history.ts';
import { playEvents } from '../../lib/history/play-events.ts';
import type { TrailQuestion } from '../../lib/history/trail.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { enrichAccess } from '../../lib/usecases/enrich-access.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { Killed, mortal, passMinutes, policyWithFallback } from '../support/delivering.ts';
import {
  ENTERED,
  type Enriching,
  enterAndTell,
  look,
  PINNED_NAME,
  refusedByAws,
  startEnriching,
  trusting,
  WITH_MFA,
} from '../support/enriching.ts';
import { callOf } from '../support/memory-trail.ts';
import { MemoryAliases, MemoryCopies } from '../support/memory-copies.ts';
import {
  callersRecord,
  consoleRecord,
  crossAccountRecord,
  envelopeOf,
  switchRoleRecord,
} from '../support/sample-events.ts';
import { NORTHWIND, PRODUCTION } from '../support/sample-policy.ts';

const DEVELOPMENT = '222233334444';

const ACCESS = `${PRODUCTION}.event-1`;
const entry = crossAccountRecord();

const detailOf = async ({ history }: Enriching, accessId = ACCESS): Promise<AccessDetail> => {
  const detail = await history.find(accessId);
  if (detail === undefined) throw new Error(`no ${accessId}`);
  return detail;
};

const accessOf = async (world: Enriching, accessId = ACCESS) => {
  const { access } = (await detailOf(world, accessId)).row;
  if (access === undefined) throw new Error('no access');
  return access;
};

/** Where something arrived since a count, and whether it was an edit. */
const arrivedSince = (world: Enriching, count: number) =>
  world.arrivals
    .slice(count)
    .map(({ destinationId, edits }) => [destinationId, edits === undefined ? 'new' : 'edit'])
    .sort();

const told = async (record: JsonObject = entry): Promise<Enriching & { before: number }> => {
  const world = startEnriching();
  await enterAndTell(world, record);
  return Object.assign(world, { before: world.arrivals.length });
};

describe('A look at an access', () => {
  it('is asked for when its row is written, a minute later', async () => {
    const world = startEnriching();
    await recordEvent(world.effects, envelopeOf(entry));
    expect(world.queued).toEqual([{ accessId: ACCESS, round: 1, delaySeconds: 60 }]);
  });

  it('waits while somebody has not been told yet', async () => {
    const world = startEnriching();
    world.trust.set(ENTERED, trusting(PINNED_NAME));
    await recordEvent(world.effects, envelopeOf(entry));
    world.queued.splice(0);
    world.clock.advance(60);
    expect(await look(world)).toBe('waits');
    expect(world.queued).toEqual([{ accessId: ACCESS, round: 1, delaySeconds: 60 }]);
    expect(world.askedIam).toEqual([]);
  });

  it('does not wait for a destination that is down for long: the edit waits for it in the ledger', async () => {
    const world = startEnriching();
    world.vendor = () => ({ kind: 'retry', code: 'connection-failed' });
    world.trust.set(ENTERED, trusting(PINNED_NAME));
    await recordEvent(world.effects, envelopeOf(entry));
    world.clock.advance(60 + 15 * 60);
    expect(await look(world)).toBe('found');
  });

  it('finds nobody where there is nothing to look at', async () => {
    const world = startEnriching();
    expect(await look(world)).toBe('gone');
  });

  it('changes nothing and goes on to the next round when AWS knows nothing', async () => {
    const world = await told();
    world.queued.splice(0);
    const before = await detailOf(world);
    expect(await look(world)).toBe('nothing');
    expect(await detailOf(world)).toEqual(before);
    // Five minutes after the row was written; a minute has passed.
    expect(world.queued).toMatchObject([{ round: 2, delaySeconds: expect.closeTo(240, -1) as number }]);
    world.clock.advance(840);
    await look(world, 3);
    expect(world.queued).toHaveLength(1);
  });
});

describe('A session name that the trust policy pins', () => {
  it('is certain: the first message is edited, and who cannot be shown an edit is written to once', async () => {
    const world = await told();
    world.trust.set(ENTERED, trusting(PINNED_NAME));
    expect(await look(world)).toBe('found');
    await passMinutes(world, 3);
    expect((await accessOf(world)).caller).toMatchObject({ label: 'alice', certainty: 'asserted' });
    expect(arrivedSince(world, world.before)).toEqual([
      ['acme-mail', 'new'],
      ['platform-jira', 'new'],
      ['platform-slack', 'edit'],
    ]);
    const mail = world.arrivals.find(
      ({ destinationId, attempt }) =>
        destinationId === 'acme-mail' && attempt.deliveryId.endsWith('enriched-1'),
    );
    expect(mail?.notification.title).toMatch(/^More is known: alice/);
    expect(mail?.notification.sentence).toContain('The first notice, about');
  });

  it('is told once, however often the request comes', async () => {
    const world = await told();
    world.trust.set(ENTERED, trusting(PINNED_NAME));
    await Promise.all([look(world), look(world)]);
    await look(world);
    await look(world, 2);
    await passMinutes(world, 5);
    expect(arrivedSince(world, world.before)).toHaveLength(3);
    expect((await detailOf(world)).row.joined.map(({ eventId }) => eventId)).toEqual(['trust-1']);
  });
});

describe('What adds facts, and names nobody else', () => {
  it('is shown where messages can be edited, and sent to nobody', async () => {
    const world = await told();
    world.trust.set(ENTERED, trusting(WITH_MFA));
    world.trail.records.push(entry, callOf(entry, { sourceIPAddress: '198.51.100.99' }));
    await look(world);
    await passMinutes(world, 3);
    const access = await accessOf(world);
    expect(access).toMatchObject({ mfa: 'yes', firstUse: { origin: { text: '198.51.100.99' } } });
    expect(arrivedSince(world, world.before)).toEqual([['platform-slack', 'edit']]);
    const facts = world.arrivals.at(-1)?.notification.facts ?? [];
    expect(facts).toEqual(
      expect.arrayContaining([
        { label: 'MFA', value: 'yes', note: 'demanded by the trust policy' },
        expect.objectContaining({ label: 'First used from', value: '198.51.100.99' }),
        expect.objectContaining({ label: 'Trust policy demands', value: 'MFA' }),
      ]),
    );
  });

  it('ends at once where nothing can be edited: nobody is asked, and no fallback is told', async () => {
    const world = await told();
    world.trust.set(ENTERED, trusting(WITH_MFA));
    const asked = world.asked.length;
    await look(world);
    await passMinutes(world, 3);
    const later = (await detailOf(world)).deliveries.filter(({ part }) => part === 'enriched-1');
    // The client's edition says the same as before.
    expect(later.map(({ destinationId, state, importance }) => [destinationId, state, importance])).toEqual([
      ['platform-slack', 'sent', 'routine'],
      ['platform-jira', 'sent', 'routine'],
    ]);
    const quiet = later.find(({ destinationId }) => destinationId === 'platform-jira');
    expect(quiet?.attempts[0]?.outcome).toEqual({ kind: 'sent', unsaid: true });
    expect(world.asked.slice(asked)).toEqual([`${ACCESS}.platform-slack.enriched-1`]);
  });

  it('is not worth an edit when a policy that demands nothing is all that was read', async () => {
    const world = await told();
    world.trust.set(ENTERED, trusting());
    await look(world);
    await passMinutes(world, 3);
    expect((await accessOf(world)).trust).toMatchObject({ sessionName: 'free', mfa: false });
    expect(arrivedSince(world, world.before)).toEqual([]);
  });
});

describe('The chain of sessions', () => {
  const foreign = { type: 'AWSAccount', principalId: 'AROAEXAMPLEVENDOR:sync', accountId: NORTHWIND };
  const deploy = crossAccountRecord({
    eventID: 'event-deploy',
    eventTime: '2026-11-22T11:00:00Z',
    sharedEventID: undefined,
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEALICE',
      arn: `arn:aws:iam::${PRODUCTION}:user/alice.miller`,
      accountId: PRODUCTION,
      userName: 'alice.miller',
    },
    requestParameters: { roleArn: `arn:aws:iam::${PRODUCTION}:role/deploy`, roleSessionName: 'ci' },
    responseElements: {
      credentials: { accessKeyId: 'ASIADEPLOY', expiration: 'Nov 22, 2026, 12:00:00 PM' },
      assumedRoleUser: {
        assumedRoleId: 'AROADEPLOY:ci',
        arn: `arn:aws:sts::${PRODUCTION}:assumed-role/deploy/ci`,
      },
    },
  });
  const chained = crossAccountRecord({
    userIdentity: callOf(deploy)['userIdentity'],
    sharedEventID: undefined,
  });

  it('names the person at its beginning, as soon as CloudTrail has it', async () => {
    const world = await told(chained);
    expect(await look(world)).toBe('nothing');
    world.trail.records.push(deploy, chained);
    expect(await look(world, 2)).toBe('found');
    await passMinutes(world, 3);
    const access = await accessOf(world);
    expect(access.caller).toMatchObject({ label: 'alice.miller', certainty: 'resolved' });
    expect(access.chain?.map(({ type }) => type)).toEqual(['iam-user', 'role-session']);
    expect(arrivedSince(world, world.before)).toEqual([
      ['acme-mail', 'new'],
      ['platform-jira', 'new'],
      ['platform-slack', 'edit'],
    ]);
    const edited = world.arrivals.find(({ edits }) => edits !== undefined)?.notification;
    expect(edited?.facts).toContainEqual({
      label: 'Way here',
      value: 'alice.miller (IAM user) → role deploy → this role',
      note: 'found in CloudTrail by access key',
    });
  });

  it('says in the history where nobody can look further, and bothers nobody with it', async () => {
    const world = await told(crossAccountRecord({ userIdentity: foreign }));
    await look(world);
    await passMinutes(world, 3);
    expect((await accessOf(world)).chain).toMatchObject([
      { how: `further back lies in account ${NORTHWIND}` },
    ]);
    expect(arrivedSince(world, world.before)).toEqual([]);
  });
});

describe('A session that is used elsewhere', () => {
  it('is noted, in the last round as well when its first use was harmless', async () => {
    const world = await told();
    world.trail.records.push(callOf(entry, { sourceIPAddress: '198.51.100.99', eventID: 'harmless' }));
    await look(world);
    const { observations } = await accessOf(world);
    expect(observations.map(({ code }) => code)).not.toContain('used-elsewhere');
    world.trail.records.push(
      callOf(entry, { sourceIPAddress: '203.0.113.9', eventTime: '2026-11-22T12:09:00Z' }),
    );
    world.clock.advance(800);
    await look(world, 3);
    expect((await accessOf(world)).observations.map(({ code }) => code)).toContain('used-elsewhere');
    await passMinutes(world, 3);
    expect(JSON.stringify(world.arrivals.at(-1)?.notification.facts)).toContain('203.0.113.9');
  });

  const elsewhere = callOf(entry, { sourceIPAddress: '203.0.113.9', eventTime: '2026-11-22T12:01:00Z' });

  const wordsSince = (world: Enriching, count: number) =>
    world.arrivals.slice(count).map(({ destinationId, attempt, notification }) => ({
      to: destinationId,
      part: attempt.deliveryId.split('.').at(-1),
      title: notification.title,
      said: notification.sentence,
    }));

  it('is told once, wherever its owner reads, in a word that names the first notice', async () => {
    const world = await told();
    world.trail.records.push(entry, elsewhere);
    await Promise.all([look(world), look(world)]);
    await look(world);
    await passMinutes(world, 3);
    await look(world, 2);
    world.clock.advance(600);
    await look(world, 3);
    await passMinutes(world, 3);
    expect(arrivedSince(world, world.before)).toEqual([
      ['platform-jira', 'new'],
      ['platform-slack', 'edit'],
    ]);
    const jira = wordsSince(world, world.before).find(({ to }) => to === 'platform-jira');
    expect(jira).toMatchObject({ part: 'used-elsewhere' });
    expect(jira?.title).toMatch(/^Used elsewhere: /);
    expect(jira?.said).toContain('entered from 198.51.100.18, and the session was used from 203.0.113.9');
    expect(jira?.said).toContain('The first notice, about');
    const { deliveries } = await detailOf(world);
    const words = deliveries.filter(({ part }) => part === 'used-elsewhere');
    expect(words.map(({ edition, follows }) => [edition, follows?.aloud, follows?.quiet])).toEqual([
      ['owner', true, undefined],
      ['owner', true, undefined],
    ]);
  });

  it('is told in one word with whatever else was found, and the client hears of the name alone', async () => {
    const world = await told();
    world.trust.set(ENTERED, trusting(PINNED_NAME));
    world.trail.records.push(entry, elsewhere);
    await look(world);
    await passMinutes(world, 3);
    const words = wordsSince(world, world.before);
    expect(words.map(({ to, part }) => [to, part]).sort()).toEqual([
      ['acme-mail', 'enriched-1'],
      ['platform-jira', 'used-elsewhere'],
      ['platform-slack', 'used-elsewhere'],
    ]);
    expect(words.find(({ to }) => to === 'platform-jira')?.title).toMatch(/^Used elsewhere: alice/);
    expect(JSON.stringify(words.find(({ to }) => to === 'acme-mail'))).not.toContain('203.0.113.9');
  });

  it('is told although the same round has said something before', async () => {
    const world = await told();
    world.trust.set(ENTERED, trusting(WITH_MFA));
    await look(world);
    world.trail.records.push(entry, elsewhere);
    await look(world);
    await passMinutes(world, 3);
    expect(wordsSince(world, world.before).map(({ to, part }) => [to, part])).toContainEqual([
      'platform-jira',
      'used-elsewhere',
    ]);
  });

  it('is not noted where nobody wants to read it', async () => {
    const world = startEnriching({ ...policyWithFallback, observationsOff: ['used-elsewhere'] });
    await enterAndTell(world, entry);
    world.trail.records.push(callOf(entry));
    await look(world);
    expect((await accessOf(world)).firstUse).toBeDefined();
    expect((await accessOf(world)).observations.map(({ code }) => code)).not.toContain('used-elsewhere');
  });
});

describe('A question that fails', () => {
  it('keeps no other from being asked, and is asked again in the next round', async () => {
    const world = await told();
    world.trust.set(ENTERED, trusting(PINNED_NAME));
    world.trail.failure = refusedByAws('InternalFailure');
    expect(await look(world)).toBe('found');
    expect(world.metrics.counted.get('EnrichmentStepFailed')).toBe(1);
    expect(world.logger.lines).toContainEqual({
      level: 'error',
      name: 'enrichment-step-failed',
      fields: { accessId: ACCESS, step: 'first-use', round: 1 },
    });
    delete world.trail.failure;
    world.trail.records.push(callOf(entry));
    await look(world, 2);
    expect((await accessOf(world)).firstUse).toBeDefined();
  });

  it('is said once when we lack the permission, and not asked again for a while', async () => {
    const world = await told();
    world.iamFailure = refusedByAws('AccessDenied');
    await look(world);
    await look(world, 2);
    expect(world.askedIam).toHaveLength(1);
    expect(world.metrics.counted.get('EnrichmentNotAllowed')).toBe(1);
    expect(world.logger.lines.filter(({ name }) => name === 'enrichment-not-allowed')).toHaveLength(1);
    world.clock.advance(601);
    delete world.iamFailure;
    world.trust.set(ENTERED, trusting(PINNED_NAME));
    await look(world, 3);
    expect((await accessOf(world)).caller.certainty).toBe('asserted');
  });

  it('is not asked at all where the role belongs to another account', async () => {
    const world = await told();
    Object.assign(world.effects, { ownAccountId: '999999999999' });
    await look(world);
    expect(world.askedIam).toEqual([]);
  });
});

describe('Many Regions', () => {
  const REGIONS = Array.from({ length: 17 }, (_each, nth) => `eu-west-${String(nth + 1)}`);

  const sayQuestion = ({ attribute, value, region }: Pick<TrailQuestion, 'attribute' | 'value' | 'region'>) =>
    [attribute, value, region].join();

  /** A question takes a second and a half and a bit; the function is ended after two minutes. */
  const slowly = async (
    record: JsonObject,
  ): Promise<{ world: Enriching; asked: () => readonly string[] }> => {
    const world = startEnriching({ ...policyWithFallback, regions: REGIONS });
    await enterAndTell(world, record);
    let before = 0;
    const { trail } = world;
    Object.assign(world.effects, { remainingMs: () => 120_000 - (trail.asked.length - before) * 1_650 });
    return {
      world,
      asked: () => {
        const questions = trail.asked.slice(before).map((question) => sayQuestion(question));
        before = trail.asked.length;
        return questions;
      },
    };
  };

  const ofOurs = {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLESSO:alice',
    arn: `arn:aws:sts::${PRODUCTION}:assumed-role/sso/alice`,
    accountId: PRODUCTION,
    accessKeyId: 'ASIAEXAMPLEPORTAL',
    sessionContext: { attributes: { creationDate: '2026-11-22T11:00:00Z' } },
  };
  const ours = crossAccountRecord({ userIdentity: ofOurs, sharedEventID: undefined });

  it('keep the first call from being found no more than the way back does', async () => {
    const { world } = await slowly(ours);
    world.trail.records.push(callOf(ours, { awsRegion: 'eu-west-16' }));
    expect(await look(world)).toBe('found');
    expect((await accessOf(world)).firstUse).toBeDefined();
  });

  it('are all asked every question about the way back in time, whatever is left out of one round', async () => {
    const { world, asked } = await slowly(ours);
    const questions = new Set<string>();
    for (const round of [1, 2, 3]) {
      await look(world, round);
      const now = asked();
      expect(now.length).toBeLessThan(50);
      for (const question of now) questions.add(question);
    }
    const subjects = [
      ['ResourceName', ofOurs.accessKeyId],
      ['ResourceName', ofOurs.principalId],
      ['Username', 'alice'],
    ] as const;
    const wanted = subjects.flatMap(([attribute, value]) =>
      ['us-east-1', ...REGIONS].map((region) => sayQuestion({ attribute, value, region })),
    );
    expect(wanted.filter((question) => !questions.has(question))).toEqual([]);
  });
});

describe('A session name that two people use one after the other', () => {
  const [jump, ops] = [`arn:aws:iam::${DEVELOPMENT}:role/jump`, 'AROAEXAMPLEJUMP:ops'];
  const policy = {
    ...policyWithFallback,
    accounts: [
      ...policyWithFallback.accounts,
      { id: DEVELOPMENT, name: 'Jump', owner: 'platform', retentionDays: 400 },
    ],
    roles: [
      ...policyWithFallback.roles,
      { pattern: jump, accountId: DEVELOPMENT, name: 'Jump', owner: 'platform' },
    ],
  };
  const opened = (name: string, eventTime: string) =>
    crossAccountRecord({
      eventID: `by-${name}`,
      sharedEventID: `by-${name}`,
      requestID: `by-${name}`,
      recipientAccountId: DEVELOPMENT,
      eventTime,
      userIdentity: {
        type: 'IAMUser',
        principalId: `AIDA${name.toUpperCase()}`,
        arn: `arn:aws:iam::${DEVELOPMENT}:user/${name}`,
        accountId: DEVELOPMENT,
        userName: name,
      },
      requestParameters: { roleArn: jump, roleSessionName: 'ops', durationSeconds: 3600 },
      responseElements: {
        credentials: { accessKeyId: `ASIA${name.toUpperCase()}` },
        assumedRoleUser: { assumedRoleId: ops },
      },
    });
  const entered = crossAccountRecord({
    userIdentity: { type: 'AWSAccount', principalId: ops, accountId: DEVELOPMENT },
  });
  const namesOf = async (world: Enriching) => {
    const { caller, chain = [] } = await accessOf(world);
    return [caller.label, caller.certainty, ...chain.map(({ who }) => who)];
  };

  it('names neither to anybody, and looks again in later rounds', async () => {
    const world = startEnriching(policy);
    await recordEvent(world.effects, envelopeOf(opened('alice', '2026-11-22T11:20:00Z')));
    await enterAndTell(world, entered);
    await look(world);
    expect(await namesOf(world)).toEqual(['ops', 'claimed', 'alice', 'ops']);
    await recordEvent(world.effects, envelopeOf(opened('bob', '2026-11-22T11:59:30Z')));
    await look(world, 2);
    expect(await namesOf(world)).toEqual(['ops', 'claimed', 'ops']);
    await passMinutes(world, 5);
    const titles = world.ledger.deliveriesOf(ACCESS).map(({ notification: { title } }) => title);
    expect(titles.filter((title) => /alice|bob/.test(title))).toEqual([]);
    expect(world.arrivals.filter(({ destinationId }) => destinationId === 'acme-mail')).toHaveLength(1);
  });

  it('is not that of a session which was over', async () => {
    const world = startEnriching(policy);
    await recordEvent(world.effects, envelopeOf(opened('alice', '2026-11-22T07:00:00Z')));
    await enterAndTell(world, entered);
    await look(world);
    expect(await namesOf(world)).toEqual(['ops', 'claimed', 'ops']);
    await recordEvent(world.effects, envelopeOf(opened('bob', '2026-11-22T11:59:30Z')));
    await look(world, 2);
    expect(await namesOf(world)).toEqual(['ops', 'claimed', 'bob', 'ops']);
  });
});

describe('A record that is told while the last look opens its words', () => {
  it('is still in the message when both have arrived', async () => {
    const world = startEnriching({
      ...policyWithFallback,
      trustedAccounts: policyWithFallback.trustedAccounts.map((account) => ({ ...account, partner: true })),
    });
    Object.assign(world.effects, { copies: new MemoryCopies(), aliases: new MemoryAliases() });
    await enterAndTell(world, entry);
    await passMinutes(world, 15);
    world.trail.records.push(callOf(entry));
    const { ledger } = world.effects;
    let isFirst = true;
    const open: typeof ledger.open = async (deliveries) => {
      if (isFirst) {
        isFirst = false;
        await recordEvent(world.effects, envelopeOf(callersRecord()));
        await passMinutes(world, 1);
      }
      return ledger.open(deliveries);
    };
    const interrupted = new Proxy(ledger, {
      get: (target, name): unknown => {
        if (name === 'open') return open;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    await enrichAccess({ ...world.effects, ledger: interrupted }, { accessId: ACCESS, round: 3 });
    await passMinutes(world, 5);
    const shown = world.arrivals.filter(({ destinationId }) => destinationId === 'platform-slack').at(-1);
    expect(shown?.notification.title).toContain('alice.miller');
    expect(JSON.stringify(shown?.notification.facts)).toContain('203.0.113.77');
  });
});

describe('A crowd', () => {
  it('that waited too long costs no more questions to CloudTrail, and that is counted', async () => {
    const world = await told();
    world.trust.set(ENTERED, trusting(PINNED_NAME));
    world.clock.advance(16 * 60);
    expect(await look(world)).toBe('found');
    expect(world.trail.asked).toEqual([]);
    expect(world.metrics.counted.get('EnrichmentSkipped')).toBe(1);
  });

  it('of one principal is looked at as far as it costs nothing', async () => {
    const shared = { type: 'AWSAccount', principalId: 'AIDAEXAMPLESHARED', accountId: NORTHWIND };
    const named = (eventID: string, roleSessionName: string) =>
      crossAccountRecord({
        eventID,
        sharedEventID: eventID,
        userIdentity: shared,
        requestParameters: { roleArn: ENTERED, roleSessionName },
      });
    const world = await told(named('one', 'alice'));
    await enterAndTell(world, named('two', 'bob'));
    expect((await detailOf(world, `${PRODUCTION}.two`)).row.oneOfMany).toBeDefined();
    await look(world, 1, `${PRODUCTION}.two`);
    expect(world.trail.asked).toEqual([]);
  });
});

describe('The console’s other half', () => {
  const half = switchRoleRecord({ eventTime: entry['eventTime'] });

  it.each(['before', 'after'])('%s the look makes the same row, told in one message', async (when) => {
    const world = startEnriching();
    world.trust.set(ENTERED, trusting(PINNED_NAME, WITH_MFA));
    await enterAndTell(world, consoleRecord());
    if (when === 'before') await recordEvent(world.effects, envelopeOf(half));
    await look(world);
    if (when === 'after') await recordEvent(world.effects, envelopeOf(half));
    await passMinutes(world, 5);
    const access = await accessOf(world);
    expect(access.caller).toMatchObject({ label: 'alice.miller', certainty: 'resolved' });
    expect(access.mfa).toBe('yes');
    const slack = world.arrivals.filter(({ destinationId }) => destinationId === 'platform-slack');
    expect(slack.filter(({ edits }) => edits === undefined)).toHaveLength(1);
    // Whatever came last, it says everything.
    const facts = JSON.stringify(slack.at(-1)?.notification.facts);
    expect(facts).toContain('alice.miller');
    expect(facts).toContain('demanded by the trust policy');
  });
});

describe('The console’s other half that comes at the same moment', () => {
  const half = switchRoleRecord({ eventTime: entry['eventTime'] });

  /** Lets the half come at the `nth` effect of the look, and the other way round. */
  const meanwhile = async (nth: number, first: 'look' | 'half'): Promise<Enriching> => {
    const world = startEnriching();
    world.trust.set(ENTERED, trusting(WITH_MFA));
    await enterAndTell(world, consoleRecord());
    const lookNow = () => look(world);
    const halfNow = () => recordEvent(world.effects, envelopeOf(half));
    const [outer, inner] = first === 'look' ? [lookNow, halfNow] : [halfNow, lookNow];
    let count = 0;
    const { history, events, ledger } = world.effects;
    const interrupted = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (object, name) => {
          const value: unknown = Reflect.get(object, name, object);
          if (typeof value !== 'function') return value;
          return async (...parts: readonly unknown[]) => {
            count += 1;
            if (count === nth) await inner();
            return Reflect.apply(value, object, parts) as unknown;
          };
        },
      });
    const effects = { ...world.effects };
    Object.assign(world.effects, {
      history: interrupted(history),
      events: interrupted(events),
      ledger: interrupted(ledger),
    });
    await outer();
    if (count < nth) await inner();
    Object.assign(world.effects, effects);
    return world;
  };

  const cases = ['look', 'half'].flatMap((first) =>
    Array.from({ length: 10 }, (_each, nth) => [first as 'look' | 'half', nth + 1] as const),
  );

  it.each(cases)(
    'is in the row and, by the next look, in the message (%s first, at effect %d)',
    async (first, nth) => {
      const world = await meanwhile(nth, first);
      await passMinutes(world, 3);
      await look(world, 2);
      await passMinutes(world, 3);
      const access = await accessOf(world);
      expect([access.caller.label, access.caller.certainty, access.mfa]).toEqual([
        'alice.miller',
        'resolved',
        'yes',
      ]);
      const shown = world.arrivals.filter(({ destinationId }) => destinationId === 'platform-slack').at(-1);
      expect(JSON.stringify(shown?.notification.facts)).toContain('demanded by the trust policy');
      expect(shown?.notification.title).toContain('alice.miller');
      const mails = world.arrivals.filter(({ destinationId }) => destinationId === 'acme-mail');
      expect(mails.length).toBeLessThanOrEqual(2);
    },
  );
});

describe('Whoever dies in the middle', () => {
  const prepared = async (): Promise<Enriching> => {
    const world = await told();
    world.trust.set(ENTERED, trusting(PINNED_NAME, WITH_MFA));
    world.trail.records.push(callOf(entry));
    return world;
  };

  const run = async (world: Enriching, nth: number, when: 'before' | 'after'): Promise<number> => {
    const dying = mortal(world.effects, nth, when);
    // Questions to AWS are no effects: asked again, they are only asked again.
    const effects = { ...world.effects, ...dying.effects };
    await enrichAccess(effects, { accessId: ACCESS, round: 1 }).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    return dying.asked();
  };

  test('leaves nothing untold and nothing told twice, wherever it happens', async () => {
    const reference = await prepared();
    const before = reference.arrivals.length;
    const effects = await run(reference, 0, 'before');
    await passMinutes(reference, 5);
    const wanted = arrivedSince(reference, before);
    expect(wanted).toHaveLength(3);
    expect(effects).toBeGreaterThan(5);
    for (let nth = 1; nth <= effects; nth += 1) {
      for (const when of ['before', 'after'] as const) {
        const world = await prepared();
        await run(world, nth, when);
        // The message comes back after its visibility time-out.
        world.clock.advance(60);
        await run(world, 0, 'before');
        await passMinutes(world, 5);
        expect([nth, when, arrivedSince(world, before)]).toEqual([nth, when, wanted]);
        const { row, events = [] } = await detailOf(world);
        expect(playEvents(events, row, () => false).fits).toBe(true);
        expect(row.joined.map(({ eventId }) => eventId)).toEqual(['trust-1', 'first-use-1']);
      }
    }
  });
});
