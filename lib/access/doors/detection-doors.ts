/** Whoever else watches: GuardDuty, Config, Security Hub, Access Analyzer, Macie, Inspector, flow logs. */
import { type JsonObject, textAt } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';
import type { DoorFinding } from '../door.ts';
import { isRefused, isRoutine } from './act.ts';
import { called, parametersOf, shownName, was } from './attempt.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { seek, seekFlag, seekText, textsIn } from './seek.ts';

interface Detection {
  readonly eventSource: string;
  /** What each event does to the thing: "deleted", "stopped". */
  readonly events: Readonly<Record<string, string>>;
  readonly type: string;
  /** Empty where an account has one only. */
  readonly name: readonly string[];
  /** Whether the parameters really take something out of sight; they always do unless this says otherwise. */
  readonly weakens?: (parameters: unknown) => boolean;
  /** What it does to the thing when it does. */
  readonly weakened?: string;
}

const isOff = (parameters: unknown): boolean =>
  seekFlag(parameters, 'enable') === false ||
  textsIn(seek(parameters, 'features')).some((text) => /^DISABLED$/i.test(text)) ||
  seekFlag(seek(parameters, 's3Logs'), 'enable') === false;

/** Findings that a filter or a rule puts away unseen. */
const archives = (parameters: unknown): boolean => /^ARCHIVE$/i.test(seekText(parameters, 'action') ?? '');

const DETECTORS: readonly Detection[] = [
  {
    eventSource: 'guardduty.amazonaws.com',
    events: { DeleteDetector: 'deleted' },
    type: 'GuardDuty detector',
    name: ['detectorId'],
  },
  {
    eventSource: 'guardduty.amazonaws.com',
    events: { UpdateDetector: 'changed', UpdateMemberDetectors: 'changed for member accounts' },
    type: 'GuardDuty detector',
    name: ['detectorId'],
    weakens: isOff,
    weakened: 'switched off, wholly or in part',
  },
  {
    eventSource: 'guardduty.amazonaws.com',
    events: {
      DeleteMembers: 'parted from member accounts',
      DisassociateMembers: 'parted from member accounts',
      DisassociateFromMasterAccount: 'parted from its administrator',
      DisassociateFromAdministratorAccount: 'parted from its administrator',
      StopMonitoringMembers: 'told to stop watching member accounts',
      DisableOrganizationAdminAccount: 'parted from its administrator',
      DeletePublishingDestination: 'told to export no more findings',
      CreateIPSet: 'told to trust a list of addresses',
      UpdateIPSet: 'told to trust another list of addresses',
    },
    type: 'GuardDuty detector',
    name: ['detectorId'],
  },
  {
    eventSource: 'guardduty.amazonaws.com',
    events: { CreateFilter: 'given a filter', UpdateFilter: 'given another filter' },
    type: 'GuardDuty detector',
    name: ['detectorId'],
    weakens: archives,
    weakened: 'told to put findings away unseen',
  },
  {
    eventSource: 'config.amazonaws.com',
    events: { StopConfigurationRecorder: 'stopped', DeleteConfigurationRecorder: 'deleted' },
    type: 'AWS Config recorder',
    name: ['configurationRecorderName'],
  },
  {
    eventSource: 'config.amazonaws.com',
    events: { DeleteDeliveryChannel: 'deleted' },
    type: 'AWS Config delivery channel',
    name: ['deliveryChannelName'],
  },
  {
    eventSource: 'config.amazonaws.com',
    events: {
      DeleteConfigRule: 'deleted',
      DeleteOrganizationConfigRule: 'deleted',
      DeleteConformancePack: 'deleted',
      DeleteConfigurationAggregator: 'deleted',
    },
    type: 'AWS Config rule',
    name: [
      'configRuleName',
      'organizationConfigRuleName',
      'conformancePackName',
      'configurationAggregatorName',
    ],
  },
  {
    eventSource: 'securityhub.amazonaws.com',
    events: {
      DisableSecurityHub: 'turned off',
      DeleteMembers: 'parted from member accounts',
      DisassociateMembers: 'parted from member accounts',
      DisassociateFromMasterAccount: 'parted from its administrator',
      DisassociateFromAdministratorAccount: 'parted from its administrator',
      DisableOrganizationAdminAccount: 'parted from its administrator',
      BatchDisableStandards: 'told to check fewer standards',
      DisableImportFindingsForProduct: 'told to take no more findings from a product',
    },
    type: 'Security Hub of account',
    name: [],
  },
  {
    eventSource: 'securityhub.amazonaws.com',
    events: { UpdateStandardsControl: 'changed' },
    type: 'Security Hub control',
    name: ['standardsControlArn'],
    weakens: (parameters) => /^DISABLED$/i.test(seekText(parameters, 'controlStatus') ?? ''),
    weakened: 'switched off',
  },
  {
    eventSource: 'access-analyzer.amazonaws.com',
    events: {
      DeleteAnalyzer: 'deleted',
      CreateArchiveRule: 'told to put findings away',
      UpdateArchiveRule: 'told to put findings away',
    },
    type: 'access analyzer',
    name: ['analyzerName'],
  },
  {
    eventSource: 'macie2.amazonaws.com',
    events: { DisableMacie: 'turned off' },
    type: 'Macie of account',
    name: [],
  },
  {
    eventSource: 'inspector2.amazonaws.com',
    events: { Disable: 'turned off' },
    type: 'Inspector of account',
    name: [],
  },
  {
    eventSource: 'detective.amazonaws.com',
    events: { DeleteGraph: 'deleted' },
    type: 'Detective graph',
    name: ['graphArn'],
  },
  {
    eventSource: 'ec2.amazonaws.com',
    events: { DeleteFlowLogs: 'deleted' },
    type: 'flow log',
    // Two wrappings are known: a list of texts, and `DeleteFlowLogsRequest.FlowLogId.content`.
    name: ['flowLogIds', 'content', 'flowLogId'],
  },
  {
    eventSource: 'route53resolver.amazonaws.com',
    events: {
      DeleteResolverQueryLogConfig: 'deleted',
      DisassociateResolverQueryLogConfig: 'taken off a network',
    },
    type: 'DNS query log',
    name: ['resolverQueryLogConfigId'],
  },
  {
    eventSource: 'wafv2.amazonaws.com',
    events: { DeleteLoggingConfiguration: 'deleted' },
    type: 'web firewall log',
    name: ['resourceArn'],
  },
];

const read = (record: JsonObject, context: DoorContext, detection: Detection): DoorFinding => {
  const { events, type, weakens } = detection;
  const name = detection.name.length === 0 ? context.accountId : shownName(record, ...detection.name);
  const eventName = textAt(record, 'eventName') ?? '';
  const isWeaker = weakens === undefined || weakens(parametersOf(record));
  const did =
    (isWeaker ? detection.weakened : undefined) ??
    (Object.hasOwn(events, eventName) ? events[eventName] : undefined) ??
    'changed';
  return {
    kind: 'detection',
    subject: { type, name },
    explanation: oneLine(`${called(type, name)} ${was(record)} ${did}`, 1_000),
    opens: [],
    weight: isWeaker && !isRoutine(record) ? 'normal' : 'recorded',
    because: !isWeaker
      ? 'it takes nothing out of sight'
      : isRoutine(record)
        ? 'a service of AWS did it in the course of its own work'
        : isRefused(record)
          ? 'even an attempt to blind whoever watches is told'
          : 'it blinds somebody who watches',
  };
};

export const DETECTION_DOORS: readonly DoorDecoder[] = DETECTORS.map((detection) => ({
  eventSource: detection.eventSource,
  eventNames: Object.keys(detection.events),
  read: (record, context) => read(record, context, detection),
}));
