/** What must show in every door whatever it is: that root did it, and that it was done by delegation. */
import { type JsonObject, textAt } from '../../kernel/json.ts';
import type { DoorFinding } from '../door.ts';
import { isRefused, isRoot } from './act.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { nameAccount } from './name-account.ts';
import { isAssumedRoot, isAwsInRootsName, isRead } from './root-activity-door.ts';

/** The decoder, with a finding that tells who acted where that weighs. */
export const heedActor = (decoder: DoorDecoder): DoorDecoder => ({
  ...decoder,
  read: (record, context) => {
    const finding = decoder.read(record, context);
    return finding && heedRoot(record, withAddition(finding, additionOf(record, context)));
  },
});

/** Root may do everything, so whatever root changes rings; what AWS did in root's name, or what was only looked at, does not. */
const heedRoot = (record: JsonObject, finding: DoorFinding): DoorFinding => {
  if (!isRoot(record) || isRead(record)) return finding;
  if (isAwsInRootsName(record) && finding.weight === 'recorded') return finding;
  const weight = isRefused(record) && finding.weight !== 'urgent' ? 'normal' : 'urgent';
  if (finding.weight === weight || finding.kind === 'root') return finding;
  const because =
    finding.weight === 'recorded' ? 'the root user did it' : `the root user did it; ${finding.because}`;
  return { ...finding, weight, because };
};

const withAddition = (finding: DoorFinding, addition: string): DoorFinding =>
  addition === '' ? finding : { ...finding, explanation: `${finding.explanation}; ${addition}` };

/**
 * A product provider acts with a role of the customer (temporary delegation, 2026), or root by a session of AssumeRoot.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
const additionOf = (record: JsonObject, context: DoorContext): string => {
  const accountId = textAt(record, 'userIdentity', 'invokedByDelegate', 'accountId');
  if (accountId !== undefined && /^\d{12}$/.test(accountId)) {
    return `by delegation to the product provider ${nameAccount(context, accountId)}`;
  }
  return isAssumedRoot(record) && isRoot(record) ? 'with root credentials taken by AssumeRoot' : '';
};
