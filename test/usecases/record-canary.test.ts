/** What becomes of entries into the canary's role: our own, and everybody else's. */
import { CANARY_DESTINATION } from '../../lib/delivery/canary.ts';
import { CANARY_ATTRIBUTE } from '../../lib/notification/compose-canary.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { EVER, startRecording } from '../support/recording.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

/** The account of the stack, which rolecall.yml does not list. */
const OWN = '222233334444';
const ROLE = `arn:aws:iam::${OWN}:role/rolecall-canary/rolecall-prod-CanaryRole-ABC`;
const SESSION = 'canary-0e2f6a1c-1111-4222-8333-444455556666';

const canary = { roleArn: ROLE, sweepRoleArn: `arn:aws:iam::${OWN}:role/rolecall-prod-SweepRole-XYZ` };

const SWEEP = {
  type: 'AssumedRole',
  principalId: 'AROASWEEP000000000001:rolecall-prod-sweep',
  arn: `arn:aws:sts::${OWN}:assumed-role/rolecall-prod-SweepRole-XYZ/rolecall-prod-sweep`,
  accountId: OWN,
};

const record = (changes: JsonObject = {}): string =>
  envelopeOf(
    crossAccountRecord({
      userIdentity: SWEEP,
      recipientAccountId: OWN,
      requestParameters: { roleArn: ROLE, roleSessionName: SESSION, durationSeconds: 900 },
      responseElements: {
        credentials: { accessKeyId: 'ASIAEXAMPLECANARY001', sessionToken: 'never-kept' },
        assumedRoleUser: {
          assumedRoleId: `AROACANARY00000000001:${SESSION}`,
          arn: `arn:aws:sts::${OWN}:assumed-role/rolecall-prod-CanaryRole-ABC/${SESSION}`,
        },
      },
      resources: [{ accountId: OWN, type: 'AWS::IAM::Role', ARN: ROLE }],
      ...changes,
    }),
  );

const start = (changes: Parameters<typeof startRecording>[0] = {}) => {
  const recording = startRecording({ canary, ...changes });
  return {
    ...recording,
    destinations: () => recording.ledger.all().map(({ destinationId }) => destinationId),
  };
};

const ID = `${OWN}.event-1`;

it('our own canary is told at its own destination alone, by its session’s name', async () => {
  const { effects, ledger, history, woken } = start();
  expect(await recordEvent(effects, record())).toBe('recorded');
  expect(ledger.all()).toMatchObject([
    {
      destinationId: CANARY_DESTINATION,
      channel: 'sns',
      notification: { attributes: { [CANARY_ATTRIBUTE]: SESSION } },
    },
  ]);
  expect(woken).toHaveLength(1);
  expect((await history.find(ID))?.row).toMatchObject({ canary: true, foundBy: 'event' });
  expect((await history.list(EVER)).rows).toEqual([]);
  expect((await history.list({ ...EVER, canaries: true })).rows).toHaveLength(1);
});

it('a second copy tells nobody again, and mends what a crash left', async () => {
  const { effects, ledger, events } = start();
  const { wake } = effects;
  await expect(
    recordEvent(
      { ...effects, ledger: { reword: ledger.reword, open: () => Promise.reject(new Error('crash')) } },
      record(),
    ),
  ).rejects.toThrow('crash');
  expect(await recordEvent({ ...effects, wake }, record())).toBe('already-there');
  expect(await recordEvent(effects, record())).toBe('already-there');
  expect(ledger.all()).toHaveLength(1);
  expect(events.eventsOf(ID).map(({ name }) => name)).toEqual(['recorded']);
});

it('two canaries within the window of repeats both arrive', async () => {
  const { effects, destinations } = start();
  await recordEvent(effects, record());
  await recordEvent(effects, record({ eventID: 'event-2', sharedEventID: 'shared-2' }));
  expect(destinations()).toEqual([CANARY_DESTINATION, CANARY_DESTINATION]);
});

it('one that only the sweep found proves nothing, and is none', async () => {
  const { effects, ledger, history } = start();
  expect(await recordEvent(effects, record(), 'sweep')).toBe('ignored');
  expect(ledger.all()).toEqual([]);
  expect(await history.find(ID)).toBeUndefined();
});

it('is a canary also where rolecall.yml designates every role of the account', async () => {
  const [account] = samplePolicy.accounts;
  const everyRole = {
    ...samplePolicy,
    accounts: [{ ...account, id: OWN, name: 'Security', owner: 'platform', retentionDays: 400 }],
    roles: [{ pattern: `arn:aws:iam::${OWN}:role/*`, accountId: OWN, name: 'Any role', owner: 'platform' }],
  };
  const { effects, destinations } = start({ policy: everyRole });
  await recordEvent(effects, record());
  expect(destinations()).toEqual([CANARY_DESTINATION]);
});

const strangers: readonly (readonly [string, JsonObject])[] = [
  [
    'another account',
    { userIdentity: { type: 'AWSAccount', principalId: 'AIDASTRANGER00000001', accountId: '999999999999' } },
  ],
  [
    'a user of our account',
    {
      userIdentity: {
        type: 'IAMUser',
        principalId: 'AIDAUSER000000000001',
        arn: `arn:aws:iam::${OWN}:user/eve`,
        accountId: OWN,
        userName: 'eve',
      },
    },
  ],
  [
    'another function’s role',
    { userIdentity: { ...SWEEP, arn: SWEEP.arn.replace('SweepRole', 'RecordRole') } },
  ],
  [
    'a role of the sweep’s name in another account',
    { userIdentity: { ...SWEEP, arn: SWEEP.arn.replace(OWN, '999999999999'), accountId: '999999999999' } },
  ],
  [
    'the sweep’s role under a session name of another form',
    { requestParameters: { roleArn: ROLE, roleSessionName: 'canary-of-mine' } },
  ],
];

it.each(strangers)('%s in the canary’s role rings at the default owner', async (_name, changes) => {
  const { effects, destinations, history } = start();
  expect(await recordEvent(effects, record(changes))).toBe('recorded');
  expect(destinations()).toEqual(['security-mail']);
  expect((await history.list(EVER)).rows).toHaveLength(1);
});

it('a refused attempt of somebody else rings, and one of our own sweep does not', async () => {
  const denied = (userIdentity: { readonly arn: string }, eventID: string): string =>
    record({
      eventID,
      userIdentity,
      errorCode: 'AccessDenied',
      errorMessage: `User: ${userIdentity.arn} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
      requestParameters: null,
      responseElements: null,
      resources: undefined,
    });
  const { effects, destinations } = start();
  expect(await recordEvent(effects, denied(SWEEP, 'denied-1'))).toBe('ignored');
  const eve = {
    type: 'IAMUser',
    principalId: 'AIDAUSER000000000001',
    arn: `arn:aws:iam::${OWN}:user/eve`,
    accountId: OWN,
    userName: 'eve',
  };
  expect(await recordEvent(effects, denied(eve, 'denied-2'))).toBe('recorded');
  expect(destinations()).toEqual(['security-mail']);
});

it('a role of the same name elsewhere is nothing to us, and neither is the role where there is no canary', async () => {
  const foreign = start({ canary: { ...canary, roleArn: `${ROLE}2` } });
  expect(await recordEvent(foreign.effects, record())).toBe('ignored');
  const { canary: _none, ...without } = start().effects;
  expect(await recordEvent(without, record())).toBe('ignored');
  const usual = start();
  expect(await recordEvent(usual.effects, envelopeOf(crossAccountRecord()))).toBe('recorded');
  expect((await usual.history.find(`${PRODUCTION}.event-1`))?.row.canary).toBeUndefined();
});
