/** Whatever the root user does that is no other door: that root is at work at all is the news. */
import { at, type JsonObject, textAt } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';
import { isRoot, isRoutine, readAct } from './act.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { findingOf, type Told } from './tell-door.ts';

/** Names of reading calls, for records that are too old to say. */
const READS =
  /^(Get|List|Describe|Head|Lookup|Search|Batch(Get|Describe)|Check|View|Preview|Select|Query|Scan)/;

/** `readOnly` is a truth value, a text after some pipelines, and absent from old records. */
export const isRead = (record: JsonObject): boolean => {
  const flag = record['readOnly'];
  if (flag === true || flag === false) return flag;
  if (typeof flag === 'string') return flag.toLowerCase() === 'true';
  return READS.test(textAt(record, 'eventName') ?? '');
};

/** Services that go on for years with what root once made, in root's name. */
const SERVES_ON =
  /^(autoscaling|application-autoscaling|ec2|elasticloadbalancing|rds)\.amazonaws\.com(\.cn)?$/;

/** No doing of root's: AWS works on what root once made, without any key of root's. */
export const isAwsInRootsName = (record: JsonObject): boolean =>
  isRoutine(record) || SERVES_ON.test(textAt(record, 'userIdentity', 'invokedBy') ?? '');

/** A key of root's own, or a session of AssumeRoot: no console shows a page by these. */
const isByHand = (record: JsonObject): boolean =>
  textAt(record, 'userIdentity', 'accessKeyId')?.startsWith('AKIA') === true || isAssumedRoot(record);

/** A session of AssumeRoot: short, in a member account, opened from the management account. */
export const isAssumedRoot = (record: JsonObject): boolean =>
  String(at(record, 'userIdentity', 'sessionContext', 'assumedRoot')) === 'true';

/**
 * Many calls of one visit are one subject, so that they are counted and not told one by one. The console reads dozens of
 * things for every page: that is kept, and does not ring. By a key, or by a session of AssumeRoot, somebody looks on purpose.
 */
const toldOf = (record: JsonObject, accountId: string): Told => {
  const service = (textAt(record, 'eventSource') ?? 'an unknown service').replace(
    /\.amazonaws\.com(\.cn)?$/,
    '',
  );
  const call = oneLine(`${service} ${textAt(record, 'eventName') ?? ''}`, 160);
  return {
    subject: { type: 'root user', name: accountId },
    says: (refused) => `the root user ${refused ? 'would have been' : 'was'} used for ${call}`,
    ...(isRead(record) && !isByHand(record)
      ? { weight: 'recorded', because: 'it only looked' }
      : {
          weight: 'urgent',
          because: 'the root user is at work and may do everything',
          ringsRefused: 'the root user is at work and may do everything',
        }),
  };
};

const GOES_ON = { weight: 'recorded', because: 'a service of AWS goes on with what root once made' } as const;

/** Last of all: every other door says more. */
export const ROOT_ACTIVITY_DOOR: DoorDecoder = {
  eventSource: '*',
  eventNames: ['*'],
  detail: { userIdentity: { type: ['Root'] } },
  read: (record, context) => {
    if (!isRoot(record)) return undefined;
    const act = readAct(record, context);
    const told = toldOf(record, context.accountId);
    if (!isAwsInRootsName(record)) return findingOf('root', act, told);
    // What AWS reads on its own behalf is nobody's doing.
    return isRead(record) ? undefined : findingOf('root', act, { ...told, ...GOES_ON });
  },
};
