/** Logs and alarms: those that security lives on ring, any others are only written down. Rolecall's own: own-stack-doors.ts. */
import type { JsonObject } from '../../kernel/json.ts';
import type { DoorFinding } from '../door.ts';
import { isRefused, isRoutine } from './act.ts';
import { called, nameOf, parametersOf, shownName, was } from './attempt.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { seekText } from './seek.ts';

const LOGS = 'logs.amazonaws.com';

/** What log groups of trails, flow logs, firewalls and clusters' audits are commonly called. */
const OF_SECURITY =
  /cloud-?trail|flow-?logs?|guard-?duty|security|audit|aws-waf-logs|network-?firewall|route53|\/aws\/eks\/.*\/cluster|dns-?quer/i;

/** What functions print, whatever they are called. */
const OF_A_FUNCTION = /(^|:)\/aws\/lambda\//;

const deleted =
  (type: string, ...names: readonly string[]): DoorDecoder['read'] =>
  (record, { ownStack }) => {
    const name = nameOf(record, ...names);
    const group = seekText(parametersOf(record), 'logGroupName') ?? name ?? '';
    // Nothing tells which one it was, so it could be one that matters.
    const isUnnamed = name === undefined && ownStack !== undefined;
    const isWatching = OF_SECURITY.test(group) && !OF_A_FUNCTION.test(group);
    const matters = (isUnnamed || isWatching) && !isRoutine(record);
    const shown = shownName(record, ...names);
    return finding(record, { type, name: shown }, `${called(type, shown)} ${was(record)} deleted`, matters);
  };

const finding = (
  record: JsonObject,
  subject: DoorFinding['subject'],
  explanation: string,
  matters: boolean,
): DoorFinding => ({
  kind: 'detection',
  subject,
  explanation,
  opens: [],
  weight: matters ? 'normal' : 'recorded',
  because: !matters
    ? isRoutine(record)
      ? 'a service of AWS did it in the course of its own work'
      : 'by its name no watching depends on it'
    : isRefused(record)
      ? 'even an attempt to blind whoever watches is told'
      : 'by its name it is a log that security lives on',
});

/** Auto scaling deletes and writes alarms all day. */
const alarms =
  (did: string): DoorDecoder['read'] =>
  (record) => {
    const name = shownName(record, 'alarmNames', 'alarmName');
    return finding(record, { type: 'alarm', name }, `${called('alarm', name)} ${was(record)} ${did}`, false);
  };

export const LOG_DOORS: readonly DoorDecoder[] = [
  { eventSource: LOGS, eventNames: ['DeleteLogGroup'], read: deleted('log group', 'logGroupName') },
  {
    eventSource: LOGS,
    eventNames: ['DeleteLogStream'],
    read: deleted('log stream', 'logStreamName', 'logGroupName'),
  },
  { eventSource: 'monitoring.amazonaws.com', eventNames: ['DeleteAlarms'], read: alarms('deleted') },
  { eventSource: 'monitoring.amazonaws.com', eventNames: ['DisableAlarmActions'], read: alarms('silenced') },
];
