/** Events of other Regions and accounts: one hop to the home bus, and what becomes of them there. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDoctor, findLaptop } from '../../cli/open-doctor.ts';
import { ring } from '../../cli/ring.ts';
import { packageCached } from '../../infra/package-cached.mjs';
import type { AccessDetailAnswer } from '../../lib/api/contract.ts';
import { wrapRecord } from '../../lib/access/wrap-record.ts';
import { decodeConfiguration } from '../../lib/config/decode-configuration.ts';
import { rulePatterns } from '../../lib/config/event-patterns.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { isObject, type JsonObject, listAt, textAt } from '../../lib/kernel/json.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { examine } from '../../lib/usecases/examine/examine.ts';
import { callAwsJson, LOCAL_ACCOUNT } from '../../local/aws-json.ts';
import { busRules } from '../../local/bus-rules.ts';
import { createEventBus } from '../../local/event-bus.ts';
import { eventWorld } from '../../local/event-world.ts';
import type { Laptop } from '../../local/laptop.ts';
import { startLaptop } from '../../local/run.ts';
import type { DeclaredRule } from '../../local/topology.ts';
import { copyProject, type ProjectCopy } from '../stack/project-copy.ts';
import { assumeRole } from './fixtures/assume-role.ts';
import { eventually } from './fixtures/eventually.ts';
import { projectRoot } from './fixtures/make-stack.ts';
import { setClock } from './fixtures/set-clock.ts';

const LONG = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
const [OWN, MEMBER, PARTNER, STRANGER] = ['111122223333', '444455556666', '888800001111', '999988887777'];

const ROLECALL_YML = `
version: 1
homeRegion: us-east-1
regions: [eu-central-1]
accounts:
  - { id: '${OWN}', name: ACME production, owner: platform }
  - { id: '${MEMBER}', name: Globex production, owner: security }
roles:
  - { arn: 'arn:aws:iam::*:role/prod-*', name: Production administrator }
owners:
  - { id: platform, name: Platform team, timeZone: Europe/Berlin, destinations: [platform-mail] }
  - { id: security, name: Security team, timeZone: Europe/Berlin, destinations: [security-mail] }
defaultOwner: platform
trustedAccounts:
  - { id: '${PARTNER}', name: Hillside Consulting, partner: true }
destinations:
  - { id: platform-mail, channel: sns, email: [oncall@example.com] }
  - { id: security-mail, channel: sns, email: [security@example.com] }
`;

const readPolicy = (): Policy => {
  const decoded = decodeConfiguration(ROLECALL_YML, { allowEnvSecrets: false });
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  return decoded.value.policy;
};

const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

interface Happening {
  readonly eventID: string;
  readonly account?: string;
  readonly region?: string;
}

/** Somebody from a partner's account enters a role. */
const entry = ({ eventID, account = OWN, region = 'us-east-1' }: Happening): Record<string, unknown> =>
  assumeRole({
    eventID,
    eventTime: now(),
    awsRegion: region,
    recipientAccountId: account,
    sharedEventID: `shared-${eventID}`,
    userIdentity: {
      type: 'AWSAccount',
      principalId: `AIDAEXAMPLE${eventID.toUpperCase()}`,
      accountId: PARTNER,
    },
    requestParameters: { roleArn: `arn:aws:iam::${account}:role/prod-admin`, roleSessionName: 'session' },
    resources: [
      { accountId: account, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${account}:role/prod-admin` },
    ],
  });

/** The other account's copy of the same call: it holds the name. */
const copyOf = (record: Record<string, unknown>): Record<string, unknown> => ({
  ...record,
  eventID: `${String(record['eventID'])}-copy`,
  recipientAccountId: PARTNER,
  userIdentity: {
    type: 'IAMUser',
    principalId: textAt(record, 'userIdentity', 'principalId'),
    arn: `arn:aws:iam::${PARTNER}:user/bob.miller`,
    accountId: PARTNER,
    userName: 'bob.miller',
  },
});

describe('two buses', () => {
  const policy = readPolicy();

  const makeWorld = ({ atHome = LONG }: { readonly atHome?: string } = {}) => {
    const taken: string[] = [];
    const said: string[] = [];
    const write = (text: string) => void said.push(text);
    const intake = { arn: `arn:aws:sqs:us-east-1:${LOCAL_ACCOUNT}:intake`, maximumRetries: 0 };
    const third = {
      arn: `arn:aws:events:us-east-1:${STRANGER}:event-bus/default`,
      deadLetterArn: `arn:aws:sqs:us-east-1:${LOCAL_ACCOUNT}:dead`,
      maximumRetries: 185,
    };
    const rule = (name: string, pattern: unknown, targets: DeclaredRule['targets']): DeclaredRule => ({
      name,
      arn: `arn:aws:events:us-east-1:${LOCAL_ACCOUNT}:rule/${name}`,
      state: atHome,
      pattern,
      targets,
    });
    const rules = [
      ...rulePatterns(policy).map(({ name, pattern }) => rule(name, pattern, [intake])),
      // Somebody else's rule on the same bus, which would send everything on.
      rule('Onward', { source: ['aws.sts'] }, [third]),
    ];
    const onward: unknown[] = [];
    const thirdBus = {
      put: (event: JsonObject) => {
        onward.push(event);
        return Promise.resolve([]);
      },
      setState: () => undefined,
      rules: () => [],
      close: () => undefined,
    };
    const clock = setClock();
    const bus = createEventBus({
      rules: busRules(rules),
      regions: ['us-east-1'],
      deliver: ({ arn }, event) => {
        taken.push(`${arn.split(':').at(-1) ?? ''} ${event}`);
        return Promise.resolve();
      },
      busAt: (arn) => (arn === third.arn ? thirdBus : undefined),
      clock,
      write,
    });
    const world = eventWorld({
      policy,
      home: { bus, rules },
      region: 'us-east-1',
      accountId: OWN,
      stackName: 'rolecall-prod',
      clock,
      write,
    });
    const events = (queue: string): readonly JsonObject[] =>
      taken.flatMap((line) => {
        const event: unknown = line.startsWith(queue) ? JSON.parse(line.slice(queue.length)) : undefined;
        return isObject(event) ? [event] : [];
      });
    return { world, bus, events, onward, said };
  };

  it.each([
    ['another Region', OWN, 'eu-central-1'],
    ['another account', MEMBER, 'us-east-1'],
    ['another account in another Region', MEMBER, 'eu-central-1'],
  ])(
    'bring what happens in %s to the home bus as it was: account, Region and source of origin',
    async (_where, account, region) => {
      const { world, events } = makeWorld();
      const event = wrapRecord(entry({ eventID: 'e', account, region }));
      const heard = await world.put(event);
      expect(heard).toMatchObject({
        elsewhere: { accountId: account, region },
        forwardedBy: [`rolecall-prod-${region}-RoleEntries1`],
        rules: ['RoleEntries1', 'Onward'],
      });
      expect(events('intake')).toEqual([event]);
      expect(event).toMatchObject({ account, region, source: 'aws.sts' });
    },
  );

  it('take one hop: what was forwarded is not sent on by any rule, and lies in its dead letters', async () => {
    const { world, events, onward, said } = makeWorld();
    await world.put(wrapRecord(entry({ eventID: 'away', account: MEMBER })));
    expect(onward).toEqual([]);
    expect(events('dead').map((event) => textAt(event, 'detail', 'eventID'))).toEqual(['away']);
    expect(said.join('')).toContain(STRANGER);
    await world.put(wrapRecord(entry({ eventID: 'home' })));
    expect(onward).toHaveLength(1);
  });

  it('lose what only reads where a rule is in the plain state, on either side', async () => {
    const event = wrapRecord(entry({ eventID: 'e', account: MEMBER, region: 'eu-central-1' }));
    const writing = { ...event, detail: { ...entry({ eventID: 'w', account: MEMBER }), readOnly: false } };

    const sending = makeWorld();
    const elsewhere = sending.world.at({ accountId: MEMBER, region: 'eu-central-1' });
    for (const { name } of elsewhere?.rules ?? []) elsewhere?.bus.setState(name, 'ENABLED');
    expect(await sending.world.put(event)).toMatchObject({ rules: [], forwardedBy: [] });
    expect((await sending.world.put(writing)).rules).toContain('RoleEntries1');

    const receiving = makeWorld({ atHome: 'ENABLED' });
    expect(await receiving.world.put(event)).toMatchObject({
      rules: [],
      forwardedBy: ['rolecall-prod-eu-central-1-RoleEntries1'],
    });
    expect(receiving.events('intake')).toEqual([]);
    expect((await receiving.world.put(writing)).rules).toContain('RoleEntries1');
  });

  it('do not exist in Regions that are not covered, nor in accounts that are not listed', async () => {
    const { world } = makeWorld();
    const put = (account: string, region: string) =>
      world.put(wrapRecord(entry({ eventID: 'e', account, region })));
    expect(await put(OWN, 'ap-southeast-2')).toMatchObject({ rules: [], unheard: 'region' });
    expect(await put(MEMBER, 'ap-southeast-2')).toMatchObject({ rules: [], unheard: 'region' });
    expect(await put(STRANGER, 'us-east-1')).toMatchObject({ rules: [], unheard: 'account' });
    expect(world.inRegion('ap-southeast-2')).toBeUndefined();
  });

  it('take of a partner what its template forwards: copies of calls into our roles, under its own number', async () => {
    const { world, events } = makeWorld();
    const copy = copyOf(entry({ eventID: 'e' }));
    expect(await world.put(wrapRecord(copy))).toMatchObject({
      elsewhere: { accountId: PARTNER },
      rules: ['PartnerCopies1', 'Onward'],
    });
    const theirs = { ...copy, requestParameters: { roleArn: `arn:aws:iam::${PARTNER}:role/prod-admin` } };
    expect(await world.put(wrapRecord(theirs))).toMatchObject({ rules: [], forwardedBy: [] });
    const other = { ...copy, eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' };
    expect(await world.put(wrapRecord(other))).toMatchObject({ rules: [], forwardedBy: [] });
    expect(events('intake')).toHaveLength(1);
  });
});

describe('the laptop', () => {
  let project: ProjectCopy;
  let folder: string;
  let laptop: Laptop;

  beforeAll(async () => {
    project = copyProject(ROLECALL_YML);
    folder = await mkdtemp(join(tmpdir(), 'forwarding-'));
    laptop = await startLaptop({
      root: projectRoot,
      dataDirectory: join(folder, '.rolecall'),
      packaged: await packageCached({ root: project.root, write: () => undefined }),
      ports: { page: 0, inbox: 0 },
      canaryMinutes: 0,
      write: () => undefined,
    });
    await laptop.caughtUp;
  });

  afterAll(async () => {
    await laptop.stop();
    project.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const detailOf = async (accessId: string): Promise<AccessDetailAnswer | undefined> => {
    const response = await laptop.ask(`/api/accesses/${accessId}`);
    return response.ok ? ((await response.json()) as AccessDetailAnswer) : undefined;
  };

  const told = async (accessId: string): Promise<AccessDetailAnswer | undefined> => {
    await eventually(
      `everybody told of ${accessId}`,
      async () => {
        const states = (await detailOf(accessId))?.deliveries.map(({ state }) => state.code) ?? [];
        return states.length > 0 && states.every((code) => code === 'sent');
      },
      60,
    );
    return detailOf(accessId);
  };

  const lookUp = async (region: string, eventID: string): Promise<readonly unknown[]> =>
    listAt(
      await callAwsJson({
        endpointUrl: laptop.urls.standIns,
        region,
        target: 'CloudTrail_20131101.LookupEvents',
        body: { LookupAttributes: [{ AttributeKey: 'EventId', AttributeValue: eventID }] },
      }),
      'Events',
    );

  it('gives an entry in another account to that account’s owner, with the Region that recorded it', async () => {
    const heard = await laptop.inject(entry({ eventID: 'member', account: MEMBER, region: 'eu-central-1' }));
    expect(heard).toMatchObject({ elsewhere: { accountId: MEMBER, region: 'eu-central-1' } });
    const detail = await told(`${MEMBER}.member`);
    expect(detail?.summary).toMatchObject({ account: { id: MEMBER, name: 'Globex production' } });
    expect(JSON.stringify(detail)).toContain('eu-central-1');
    expect(detail?.deliveries.map(({ destinationId }) => destinationId)).toEqual(['security-mail']);
  });

  it('tells of an entry through another Region of its own account', async () => {
    await laptop.inject(entry({ eventID: 'abroad', region: 'eu-central-1' }));
    const detail = await told(`${OWN}.abroad`);
    expect(detail?.deliveries.map(({ destinationId }) => destinationId)).toEqual(['platform-mail']);
  });

  it('joins the copy that a partner forwards: the caller gets a name', async () => {
    const record = entry({ eventID: 'joined', region: 'eu-central-1' });
    await laptop.inject(record);
    await told(`${OWN}.joined`);
    expect(JSON.stringify((await detailOf(`${OWN}.joined`))?.summary)).not.toContain('bob.miller');
    const heard = await laptop.inject(copyOf(record));
    expect(heard).toMatchObject({
      elsewhere: { accountId: PARTNER },
      rules: [expect.stringContaining('PartnerCopies')],
    });
    await eventually(
      'the name',
      async () => JSON.stringify((await detailOf(`${OWN}.joined`))?.summary).includes('bob.miller'),
      60,
    );
  });

  it('hears nothing of a Region that is not covered: only event history there knows it', async () => {
    const heard = await laptop.inject(entry({ eventID: 'unheard', region: 'ap-southeast-2' }));
    expect(heard).toMatchObject({ rules: [], unheard: 'region' });
    expect(await lookUp('ap-southeast-2', 'unheard')).toHaveLength(1);
    expect(await lookUp('us-east-1', 'unheard')).toEqual([]);
    await laptop.sweep('reconcile');
    expect(await detailOf(`${OWN}.unheard`)).toBeUndefined();
  });

  it('cannot ask for what another account recorded and nothing forwarded', async () => {
    await laptop.inject(entry({ eventID: 'lost', account: MEMBER }), { withhold: true });
    expect(await lookUp('us-east-1', 'lost')).toEqual([]);
    await laptop.sweep('reconcile');
    expect(await detailOf(`${MEMBER}.lost`)).toBeUndefined();
  });

  it('tells the operator past everything Rolecall runs when one of its rules is switched off', async () => {
    const [rule] = laptop.bus.rules().filter(({ name }) => name.includes('RoleEntries'));
    await laptop.inject({
      eventVersion: '1.11',
      userIdentity: {
        type: 'IAMUser',
        arn: `arn:aws:iam::${LOCAL_ACCOUNT}:user/eve`,
        accountId: LOCAL_ACCOUNT,
      },
      eventTime: now(),
      eventSource: 'events.amazonaws.com',
      eventName: 'DisableRule',
      awsRegion: 'us-east-1',
      sourceIPAddress: '198.51.100.18',
      requestParameters: { name: rule?.name },
      eventID: 'blinded',
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: LOCAL_ACCOUNT,
    });
    const mails = () =>
      laptop.vendors
        .messages()
        .filter(({ body }) => JSON.stringify(body).includes('straight from EventBridge'));
    await eventually('the mail', () => mails().length === 1);
    expect(JSON.stringify(mails())).toContain('user/eve');
  });

  it('shows the doctor the rules of each covered Region, in order', async () => {
    const place = await findLaptop(join(folder, '.rolecall/run.json'));
    if (place === undefined) throw new Error('no laptop runs');
    const findings = await examine(await openDoctor(place, readPolicy(), systemClock));
    const ofRules = findings.filter(({ check }) => check === 'rule' || check === 'target');
    expect(ofRules.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(ofRules.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['rules in us-east-1', 'rules in eu-central-1', 'targets of the rules']),
    );
    await callAwsJson({
      endpointUrl: laptop.urls.standIns,
      region: 'eu-central-1',
      target: 'AWSEvents.DisableRule',
      body: { Name: 'rolecall-laptop-eu-central-1-RoleEntries1' },
    });
    const after = await examine(await openDoctor(place, readPolicy(), systemClock));
    expect(after).toContainEqual(
      expect.objectContaining({ state: 'broken', subject: 'rule RoleEntries1 in eu-central-1' }),
    );
  });

  it('is rung honestly: a covered Region stays, another one is moved or, as it is, heard by nobody', async () => {
    const files = join(folder, 'events');
    await mkdir(files);
    const written = {
      member: entry({ eventID: 'r1', account: MEMBER, region: 'eu-central-1' }),
      abroad: entry({ eventID: 'r2', region: 'eu-central-1' }),
      far: entry({ eventID: 'r3', region: 'sa-east-1' }),
    };
    for (const [name, record] of Object.entries(written)) {
      await writeFile(join(files, `${name}.json`), JSON.stringify(record));
    }
    const rung = async (file: string, keep: 'nothing' | 'everything'): Promise<string> => {
      let out = '';
      await ring({
        paths: [join(files, file)],
        runFile: join(folder, '.rolecall/run.json'),
        times: 1,
        again: false,
        keep,
        clock: systemClock,
        patienceMs: 100,
        write: (text) => {
          out += text;
        },
        writeError: (text) => {
          out += text;
        },
      });
      return out;
    };
    const member = await rung('member.json', 'nothing');
    expect(member).toContain(`Recorded in eu-central-1 by account ${MEMBER}, whose rules forward it.`);
    // EnableRule cannot ask for the long state: the collector's rule stays deaf to entries.
    await callAwsJson({
      endpointUrl: laptop.urls.standIns,
      region: 'eu-central-1',
      target: 'AWSEvents.EnableRule',
      body: { Name: 'rolecall-laptop-eu-central-1-RoleEntries1' },
    });
    expect(await rung('abroad.json', 'nothing')).toContain('No rule let it through');
    const far = await rung('far.json', 'everything');
    expect(far).toContain('Recorded in sa-east-1, where no rules of ours stand');
    expect(far).toContain('deploy a collector there');
    expect(await rung('far.json', 'nothing')).toContain('rung as if it were us-east-1');
  });
});
