/** Rules on event buses: ours, which ring for everything, and those of others. */
import { type JsonObject, textAt } from '../../kernel/json.ts';
import { parseArn } from '../../kernel/arn.ts';
import { oneLine } from '../../kernel/one-line.ts';
import type { DoorFinding } from '../door.ts';
import { isRefused } from './act.ts';
import { byCloudFormation, called, nameOf, parametersOf, shownName, thus, was } from './attempt.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { type Ownership, ownershipIn, ownershipOf } from './own-stack.ts';
import { listOf, seek, seekFlag, seekText } from './seek.ts';

const EVENTS = 'events.amazonaws.com';

/** The only state in which a rule receives read-only events. */
const LONG_STATE = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** `rule` where a call is about its targets. */
const NAMES = ['name', 'rule'] as const;

const finding = (
  record: JsonObject,
  explanation: string,
  verdict: Pick<DoorFinding, 'kind' | 'weight' | 'because'>,
): DoorFinding => ({
  subject: { type: 'rule', name: shownName(record, ...NAMES) },
  explanation: oneLine(explanation, 1_000),
  opens: [],
  ...verdict,
});

const OURS_BLINDED = { kind: 'rolecall', weight: 'urgent', because: 'it blinds Rolecall' } as const;
const OUR_DEPLOY = {
  kind: 'rolecall',
  weight: 'recorded',
  because: 'a deploy by CloudFormation did it',
} as const;
const OF_OTHERS = { kind: 'detection', weight: 'recorded', because: 'the rule is not one of ours' } as const;
const blinded = (record: JsonObject) =>
  isRefused(record)
    ? ({ ...OURS_BLINDED, because: 'even an attempt at Rolecall itself is told' } as const)
    : OURS_BLINDED;
const UNNAMED_ATTEMPT = {
  kind: 'detection',
  weight: 'normal',
  because: 'the record does not tell whether the rule is one of ours',
} as const;

const owner = (record: JsonObject, context: DoorContext): Ownership => ownershipIn(record, context, NAMES);

/** CloudFormation deletes rules and writes them anew; it does not disable them. */
const disabled: DoorDecoder['read'] = (record, context) =>
  owner(record, context) === 'ours'
    ? finding(
        record,
        `${nameRule(record, context)} ${was(record)} disabled${thus(record, SILENT)}`,
        blinded(record),
      )
    : silenced('disabled', SILENT)(record, context);

/** Also where it is unclear whose rule it is: one that nobody names could be ours. */
const verdictOn = (record: JsonObject, context: DoorContext) => {
  const whose = owner(record, context);
  if (whose === 'ours') return byCloudFormation(record) ? OUR_DEPLOY : blinded(record);
  const isUnnamed = context.ownStack !== undefined && nameOf(record, ...NAMES) === undefined;
  return isUnnamed ? UNNAMED_ATTEMPT : OF_OTHERS;
};

const nameRule = (record: JsonObject, context: DoorContext): string =>
  `${owner(record, context) === 'ours' ? "Rolecall's own " : ''}${called('rule', shownName(record, ...NAMES))}`;

const silenced =
  (did: string, consequence: string): DoorDecoder['read'] =>
  (record, context) =>
    finding(
      record,
      `${nameRule(record, context)} ${was(record)} ${did}${thus(record, consequence)}`,
      verdictOn(record, context),
    );

/**
 * EnableRule knows no state but ENABLED, in which a rule does not receive AssumeRole.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EnableRule.html
 */
const enabled: DoorDecoder['read'] = (record, context) => {
  if (owner(record, context) !== 'ours') return undefined;
  const deaf = ', into a state in which it does not hear of entries into roles';
  return finding(record, `${nameRule(record, context)} ${was(record)} enabled${deaf}`, blinded(record));
};

/** Written anew; without a state the rule is ENABLED, and a rule on a schedule needs no more than that. */
const written: DoorDecoder['read'] = (record, context) => {
  if (owner(record, context) !== 'ours') return undefined;
  const parameters = parametersOf(record);
  const state = textAt(parameters, 'state') ?? 'ENABLED';
  const isScheduled = seekText(parameters, 'scheduleExpression') !== undefined;
  const hears = state === LONG_STATE || (isScheduled && state === 'ENABLED');
  const what = `${nameRule(record, context)} ${was(record)} written anew, in state ${oneLine(state, 64)}`;
  // A refused call tells nothing of what it held.
  if (!hears && !(isRefused(record) && textAt(parameters, 'state') === undefined)) {
    return finding(
      record,
      `${what}${thus(record, ': it does not hear of entries into roles')}`,
      OURS_BLINDED,
    );
  }
  return finding(record, what, byCloudFormation(record) ? OUR_DEPLOY : blinded(record));
};

const retargeted: DoorDecoder['read'] = (record, context) => {
  if (owner(record, context) !== 'ours') return undefined;
  const targets = targetArns(record);
  const where = targets.length === 0 ? '' : ` to ${targets.slice(0, 5).join(', ')}`;
  return finding(
    record,
    `where ${nameRule(record, context)} sends what it hears ${was(record)} set${where}`,
    byCloudFormation(record) && (isRefused(record) || areOurs(record, context))
      ? OUR_DEPLOY
      : blinded(record),
  );
};

/** Our queues and topics, and the home bus, which is called as every bus of every account. */
const areOurs = (record: JsonObject, context: DoorContext): boolean =>
  targetArns(record).every((text) => {
    const arn = parseArn(text);
    if (arn === undefined) return false;
    if (arn.accountId !== context.accountId && !context.ownAccountIds.has(arn.accountId)) return false;
    return arn.resource === 'event-bus/default' || ownershipOf(text, context) === 'ours';
  });

const targetArns = (record: JsonObject): readonly string[] =>
  listOf(seek(parametersOf(record), 'targets'))
    .map((target) => textAt(target, 'arn'))
    .filter((arn) => arn !== undefined)
    .map((arn) => oneLine(arn, 256));

const permissionRemoved: DoorDecoder['read'] = (record, context) => {
  const name = shownName(record, 'eventBusName');
  return {
    subject: { type: 'event bus', name },
    explanation: `${called('event bus', name)} ${was(record)} closed to an account that sent events to it`,
    opens: [],
    ...busVerdict(record, context),
  };
};

/** What CloudTrail records comes over the default bus alone. */
const busVerdict = (
  record: JsonObject,
  context: DoorContext,
): Pick<DoorFinding, 'kind' | 'weight' | 'because'> => {
  const parameters = parametersOf(record);
  const bus = seekText(parameters, 'eventBusName') ?? 'default';
  if (bus !== 'default' && !bus.endsWith(':event-bus/default')) return OF_OTHER_BUS;
  const statement = seekText(parameters, 'statementId');
  if (ownershipOf(statement, context) === 'ours') {
    return byCloudFormation(record) ? OUR_DEPLOY : blinded(record);
  }
  if (seekFlag(parameters, 'removeAllPermissions') === true && context.ownStack !== undefined) {
    return blinded(record);
  }
  return statement !== undefined && byCloudFormation(record) ? OF_OTHER_BUS : CLOSED;
};

const CLOSED = {
  kind: 'detection',
  weight: 'normal',
  because: 'what other accounts forward no longer arrives',
} as const;
const OF_OTHER_BUS = {
  kind: 'detection',
  weight: 'recorded',
  because: 'no record comes to us that way',
} as const;

const OWN_RULE = {
  ownOnly: true,
  ownNameAt: [['requestParameters', 'name'], ['requestParameters', 'rule'], ['errorMessage']],
} as const;

const SILENT = ': what it waited for goes unnoticed';

export const RULE_DOORS: readonly DoorDecoder[] = [
  { eventSource: EVENTS, eventNames: ['DeleteRule'], read: silenced('deleted', SILENT) },
  { eventSource: EVENTS, eventNames: ['DisableRule'], read: disabled },
  { eventSource: EVENTS, eventNames: ['RemoveTargets'], read: silenced('left without targets', SILENT) },
  { eventSource: EVENTS, eventNames: ['RemovePermission'], read: permissionRemoved },
  { eventSource: EVENTS, eventNames: ['EnableRule'], ...OWN_RULE, read: enabled },
  { eventSource: EVENTS, eventNames: ['PutRule'], ...OWN_RULE, read: written },
  { eventSource: EVENTS, eventNames: ['PutTargets'], ...OWN_RULE, read: retargeted },
];
