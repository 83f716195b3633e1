/** Doors: whose they are, whether they ring, and who is told. */
import type { JsonObject } from '../../lib/kernel/json.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import {
  createUserRecord,
  deployRecord,
  harmlessTrustRecord,
  OWN_STACK,
  refusedCreateUser,
  refusedStopLogging,
  refusedTrustRecord,
  regionEvent,
  rootRecord,
  stopLoggingRecord,
  trustRecord,
} from '../support/sample-doors.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { samplePolicy } from '../support/sample-policy.ts';

const judge = (record: JsonObject, policy: Policy = samplePolicy) =>
  judgeEvent(policy, envelopeOf(record), { ownStack: OWN_STACK });

const doorOf = (record: JsonObject, policy: Policy = samplePolicy) => {
  const judged = judge(record, policy);
  if (judged.kind !== 'door') throw new Error(judged.kind);
  const { door, route } = judged;
  return { door, route, told: route.legs.map(({ destinationId, edition }) => `${destinationId} ${edition}`) };
};

const OWNER = ['platform-slack owner', 'platform-jira owner'];

describe('A door', () => {
  it('rings for the owner of the account', () => {
    const { door, route, told } = doorOf(createUserRecord());
    expect(door).toMatchObject({ kind: 'iam-user', weight: 'normal', outcome: 'success' });
    expect(told).toEqual(OWNER);
    expect(route.legs[0]?.why).toBe('Platform team is the owner of ACME production');
  });

  it('is told to the client as well when his role may be entered by others', () => {
    const { door, told, route } = doorOf(trustRecord());
    expect(door).toMatchObject({ kind: 'trust', weight: 'urgent' });
    expect(told).toEqual([...OWNER, 'acme-mail client']);
    expect(route.legs[0]?.why).toBe('Platform team is the owner of Production administrator');
  });

  it('lets in somebody outside where it lets one client into the account of another', () => {
    const [home] = samplePolicy.accounts;
    if (home === undefined) throw new Error('no account');
    const other = { ...home, id: '444455556666', name: 'Globex production' };
    const record = trustRecord({}, { role: 'batch', principal: { AWS: other.id } });
    const withOther = (changes: object) =>
      doorOf(record, { ...samplePolicy, accounts: [home, { ...other, ...changes }] }).door;
    expect(withOther({ client: 'globex' })).toMatchObject({ weight: 'normal' });
    expect(withOther({ client: 'globex' }).explanation).toContain('account 444455556666 (Globex production)');
    expect(withOther({ owner: 'security' }).weight).toBe('normal');
    expect(withOther({}).weight).toBe('recorded');
  });

  it('lets in nobody outside where the repository is one of ours', () => {
    const principal = {
      Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
    };
    const Condition = {
      StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/app:ref:refs/heads/main' },
    };
    const Action = 'sts:AssumeRoleWithWebIdentity';
    const statement = { Effect: 'Allow', Principal: principal, Action, Condition };
    const record = trustRecord({
      requestParameters: { roleName: 'batch', policyDocument: JSON.stringify({ Statement: [statement] }) },
    });
    expect(doorOf(record).door.weight).toBe('normal');
    expect(doorOf(record, { ...samplePolicy, ownSubjects: ['repo:acme/*'] }).door.weight).toBe('recorded');
  });

  it('is told to the owner of the role it is about, not of the account', () => {
    const policy: Policy = {
      ...samplePolicy,
      roles: samplePolicy.roles.map((role) => ({ ...role, owner: 'security' })),
    };
    expect(doorOf(trustRecord(), policy).told).toEqual(['security-mail owner', 'acme-mail client']);
    expect(doorOf(createUserRecord(), policy).told).toEqual(OWNER);
  });

  it('is told to the client when root was used', () => {
    const { door, told } = doorOf(rootRecord());
    expect(door).toMatchObject({ kind: 'root', weight: 'urgent' });
    expect(told).toEqual([...OWNER, 'acme-mail client']);
  });

  it('that opens nothing is recorded and told to nobody', () => {
    const { door, route } = doorOf(harmlessTrustRecord());
    expect(door).toMatchObject({ weight: 'recorded', because: 'it opens nothing to outside' });
    expect(route).toEqual({ owner: 'platform', legs: [] });
  });

  it('of an account that is not listed is none of ours', () => {
    expect(judge(trustRecord({ recipientAccountId: '123456789012' }))).toEqual({
      kind: 'ignored',
      reason: 'account-not-listed',
    });
  });

  it('is not every other record', () => {
    const record = { ...createUserRecord(), eventName: 'ListUsers' };
    expect(judge(record)).toEqual({ kind: 'ignored', reason: 'not-an-entry' });
  });

  it('is never an entry: those are judged first', () => {
    expect(judge(crossAccountRecord()).kind).toBe('access');
  });

  it('takes the id of the record that it corrects', () => {
    const addendum = { reason: 'UPDATED_DATA', originalEventID: 'event-first' };
    expect(doorOf(trustRecord({ addendum })).door).toMatchObject({
      accessId: '111122223333.event-first',
      eventId: 'event-door',
      correction: { reason: 'UPDATED_DATA' },
    });
  });
});

describe('A refused attempt', () => {
  it('is recorded: nothing has changed', () => {
    const { door, told } = doorOf(refusedCreateUser());
    expect(door).toMatchObject({ outcome: 'denied', weight: 'recorded' });
    expect(told).toEqual([]);
  });

  it.each([
    ['to blind whoever watches', refusedStopLogging()],
    ['on the trust of a designated role', refusedTrustRecord('prod-admin')],
    ['by root', rootRecord({ errorCode: 'AccessDenied', errorMessage: 'no' })],
  ])('%s rings, for the owner alone', (_what, record) => {
    const { door, told } = doorOf(record);
    expect(door.outcome).toBe('denied');
    expect(door.weight).not.toBe('recorded');
    expect(told).toEqual(OWNER);
  });

  it('on the trust of any other role does not', () => {
    expect(doorOf(refusedTrustRecord('batch')).door.weight).toBe('recorded');
  });

  it('that failed for another reason than a missing right is told apart', () => {
    const failed = doorOf(refusedCreateUser({ errorCode: 'EntityAlreadyExistsException' }));
    expect(failed.door).toMatchObject({ outcome: 'failed', weight: 'recorded' });
  });
});

describe('A deploy of Rolecall itself', () => {
  const deployers = ['arn:aws:iam::111122223333:role/ci/deployer', 'arn:aws:sts::*:assumed-role/release-*/*'];
  const weightOf = (deployer: string, policy: Policy) => doorOf(deployRecord(deployer), policy).door.weight;

  it('is recorded when nobody said who may deploy', () => {
    expect(weightOf('anybody', samplePolicy)).toBe('recorded');
  });

  it.each(['deployer', 'release-eu'])('by the configured %s is recorded', (deployer) => {
    expect(weightOf(deployer, { ...samplePolicy, deployers })).toBe('recorded');
  });

  it.each(['anybody', 'deployer-2', 'x-release-eu'])('by %s rings', (deployer) => {
    expect(weightOf(deployer, { ...samplePolicy, deployers })).toBe('normal');
  });

  it('that deletes the stack is urgent whoever does it', () => {
    const record = { ...deployRecord('deployer'), eventName: 'DeleteStack' };
    expect(doorOf(record, { ...samplePolicy, deployers }).door).toMatchObject({
      kind: 'rolecall',
      weight: 'urgent',
    });
  });

  it('is no door at all on the stack of somebody else', () => {
    const record = deployRecord('anybody', { requestParameters: { stackName: 'shop' } });
    expect(judge(record, { ...samplePolicy, deployers }).kind).not.toBe('door');
  });
});

describe('A Region', () => {
  const judgeRegion = (event: JsonObject) => judgeEvent(samplePolicy, JSON.stringify(event));

  it('that is enabled without our rules is urgent', () => {
    expect(judgeRegion(regionEvent('af-south-1'))).toMatchObject({
      kind: 'door',
      door: {
        accessId: '111122223333.11112222-3333-4444-5555-666677778888',
        kind: 'region',
        subject: { type: 'Region', name: 'af-south-1' },
        explanation:
          'the Region af-south-1 is enabled now, and has no rules of Rolecall: nothing done there would ring',
        weight: 'urgent',
      },
    });
  });

  it.each([
    ['in which our rules stand', regionEvent('us-east-1', 'ENABLING')],
    ['that is disabled', regionEvent('af-south-1', 'DISABLED')],
  ])('%s is recorded', (_what, event) => {
    const judged = judgeRegion(event);
    expect(judged).toMatchObject({ kind: 'door', door: { weight: 'recorded' }, route: { legs: [] } });
  });

  it('of an account that is not listed is none of ours', () => {
    const event = { ...regionEvent('af-south-1'), detail: { accountId: '123456789012', regionName: 'x' } };
    expect(judgeRegion(event)).toEqual({ kind: 'ignored', reason: 'account-not-listed' });
  });

  it.each([
    ['without a Region', { detail: { accountId: '111122223333' } }],
    ['without an id', { id: '' }],
    ['without a time', { time: 'soon' }],
    ['without an account', { account: '', detail: { regionName: 'af-south-1' } }],
  ])('whose event comes %s is kept as unreadable, and rings', (_what, changes) => {
    expect(judgeRegion({ ...regionEvent('af-south-1'), ...changes }).kind).toBe('unreadable');
  });
});

describe('An attempt to blind Rolecall', () => {
  it('is urgent', () => {
    expect(doorOf(stopLoggingRecord()).door).toMatchObject({ kind: 'trail', weight: 'urgent' });
  });
});
