/** Somebody blinds us, or tries to: 44; and EventBridge says nothing of it. */
import type { JsonObject } from '../../lib/kernel/json.ts';
import { textAt } from '../../lib/kernel/json.ts';
import { LOCAL_STACK } from '../../local/describe-stack.ts';
import { heal, untilRecorded, untilTold } from '../act.ts';
import { legsOf, readStored } from '../deliveries.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import { TRUSTING } from '../fault-policy.ts';
import { type Access, secondOf } from '../fault-records.ts';
import type { Stage } from '../stage.ts';

interface Deed {
  readonly eventSource: string;
  readonly eventName: string;
  readonly requestParameters: JsonObject;
}

const RULE = `${LOCAL_STACK}-RuleRoleEntries1`;

/** What blinds Rolecall, each by another way. */
const BLINDING: readonly (readonly [what: string, deed: Deed])[] = [
  ['our rule was disabled', onEvents('DisableRule', { name: RULE })],
  ['our rule was left without a target', onEvents('RemoveTargets', { rule: RULE, ids: ['intake'] })],
  [
    'our rule was put in a state that misses entries',
    onEvents('PutRule', { name: RULE, state: 'ENABLED', eventPattern: '{"source":["aws.sts"]}' }),
  ],
  [
    'the trail was stopped',
    {
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      requestParameters: { name: 'prod-trail' },
    },
  ],
  [
    'the policy of our role was changed',
    {
      eventSource: 'iam.amazonaws.com',
      eventName: 'PutRolePolicy',
      requestParameters: {
        roleName: `${LOCAL_STACK}-RecordRole`,
        policyName: 'nothing',
        policyDocument:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}',
      },
    },
  ],
];

function onEvents(eventName: string, requestParameters: JsonObject): Deed {
  return { eventSource: 'events.amazonaws.com', eventName, requestParameters };
}

/** A deed of somebody else each time, so that none is taken for the repeat of another. */
const doorOf = (stage: Stage, deed: Deed, more: JsonObject = {}): Access => {
  const access = stage.access({ role: 'prod-all' });
  const name = `intruder-${access.eventId.slice(-6)}`;
  return {
    ...access,
    record: {
      ...access.record,
      ...deed,
      userIdentity: {
        type: 'IAMUser',
        principalId: `AIDADOOR${access.eventId.slice(-6)}`,
        arn: `arn:aws:iam::${TRUSTING}:user/${name}`,
        accountId: TRUSTING,
        userName: name,
      },
      responseElements: null,
      resources: [],
      readOnly: false,
      ...more,
    },
  };
};

const REFUSED: JsonObject = { errorCode: 'AccessDenied', errorMessage: 'not authorized' };

export const doorCases: readonly FaultCase[] = [
  {
    id: '44',
    name: 'somebody disables our rule, stops the trail, changes the policy of our role, or tries to',
    expected:
      'told at once, by a rule that still stands; what is done to the rules of others is nobody’s news',
    stage: 'poison',
    quick: true,
    run: async (stage) => {
      const { problems, check } = checks();
      const doors = BLINDING.map(([what, deed]) => ({ what, access: doorOf(stage, deed) }));
      const tried = doorOf(stage, onEvents('DeleteRule', { name: RULE }), REFUSED);
      const others = doorOf(stage, onEvents('DisableRule', { name: 'nightly-report' }));
      const all = [...doors.map(({ access }) => access), tried, others];
      for (const { record } of all) await stage.laptop().inject(record);
      await Promise.all(all.map((access) => untilRecorded(stage, access)));
      await untilTold(stage, all);
      for (const { what, access } of [...doors, { what: 'an attempt on our rule', access: tried }]) {
        const { row } = await readStored(stage, access.accessId);
        check(legsOf(row).length > 0, `${what} and nobody is to be told`);
        check(
          ['trail', 'rolecall'].includes(textAt(row, 'door', 'kind') ?? ''),
          `${what} is called otherwise`,
        );
        check(stage.inbox.about(access.accessId).length > 0, `${what} and nobody heard of it`);
      }
      const { row } = await readStored(stage, others.accessId);
      check(legsOf(row).length === 0, 'a rule of somebody else rang');
      return { seen: `${String(doors.length + 1)} told, 1 only recorded`, accesses: all, problems };
    },
  },
  {
    id: 'J',
    name: 'EventBridge drops the event of a trail that is stopped',
    expected: 'found by the sweep that looks for doors, told, marked as late',
    stage: 'sweeping',
    run: async (stage) => {
      const { problems, check } = checks();
      // The looking begins.
      await stage.sweep('reconcile');
      const eventTime = secondOf(new Date(stage.clock.now().getTime() + 1000));
      const [, deed] = BLINDING.find(([, { eventName }]) => eventName === 'StopLogging') ?? [];
      if (deed === undefined) throw new Error('nobody stops the trail');
      const access = doorOf(stage, deed, { eventTime });
      await stage.laptop().inject(access.record, { withhold: true });
      await stage.advance(9 * 3600);
      await stage.sweep('reconcile');
      await untilTold(stage, [access]);
      await heal(stage, [access]);
      const { row } = await readStored(stage, access.accessId);
      check(textAt(row, 'foundBy') === 'sweep', 'not marked as found by the sweep');
      check(textAt(row, 'door', 'kind') === 'trail', 'it is called otherwise');
      return { seen: 'told late', accesses: [access], problems };
    },
  },
];
