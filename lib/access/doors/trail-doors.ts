/** The trail: without it nothing reaches EventBridge, and nothing complains. */
import { oneLine } from '../../kernel/one-line.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { DoorFinding } from '../door.ts';
import { isRefused } from './act.ts';
import { called, parametersOf, shownName, thus, was } from './attempt.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { readSelectors } from './event-selectors.ts';
import { seekFlag, seekText } from './seek.ts';

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

export interface Weighed {
  readonly weight: DoorFinding['weight'];
  readonly because: string;
}

export const trailFinding = (
  record: JsonObject,
  { type = 'trail', name }: { readonly type?: string; readonly name: string },
  explanation: string,
  { weight, because }: Weighed,
): DoorFinding => ({
  kind: 'trail',
  subject: { type, name },
  explanation: oneLine(explanation, 1_000),
  opens: [],
  weight,
  because: isRefused(record) && weight !== 'recorded' ? 'even an attempt at the trail is told' : because,
});

const BLINDS: Weighed = { weight: 'urgent', because: 'it blinds whoever watches' };
const WEAKENS: Weighed = { weight: 'normal', because: 'it changes what can be seen, or proved, afterwards' };
const HARMLESS: Weighed = { weight: 'recorded', because: 'it takes nothing out of sight' };

/** A trail by name or by ARN; selectors have names, too. */
const nameOfTrail = (record: JsonObject): string => shownName(record, 'trailName', 'name', 'eventDataStore');

const done =
  (did: string, consequence: string, weighed: Weighed, type = 'trail'): DoorDecoder['read'] =>
  (record) => {
    const name = nameOfTrail(record);
    const explanation = `${called(type, name)} ${was(record)} ${did}${thus(record, consequence)}`;
    return trailFinding(record, { type, name }, explanation, weighed);
  };

/**
 * Only what is given is changed; the console gives everything.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html
 */
const updateTrail: DoorDecoder['read'] = (record) => {
  const name = nameOfTrail(record);
  const parameters = parametersOf(record);
  const off = (setting: string): boolean => seekFlag(parameters, setting) === false;
  const blinds = [
    ...(off('isMultiRegionTrail') ? ['it sees one Region only'] : []),
    ...(off('includeGlobalServiceEvents') ? ['it leaves out IAM and other global services'] : []),
    ...(off('isOrganizationTrail') ? ['it leaves out the accounts of the organization'] : []),
  ];
  const given = (setting: string, words: string): readonly string[] => {
    const value = seekText(parameters, setting);
    return value === undefined ? [] : [`${words} ${value.slice(0, 256)}`];
  };
  const weakens = [
    ...(off('enableLogFileValidation') ? ['changes to its files can no longer be proved'] : []),
    ...given('s3BucketName', 'its files go to bucket'),
    ...given('kmsKeyId', 'its files are encrypted with key'),
    ...given('cloudWatchLogsLogGroupArn', 'its copy goes to'),
  ];
  const what = [...blinds, ...weakens].join('; ');
  const unknown = isRefused(record) && what === '';
  const explanation = `${called('trail', name)} ${was(record)} changed${what === '' ? '' : `: ${what}`}`;
  const weighed = blinds.length > 0 || unknown ? BLINDS : weakens.length > 0 ? WEAKENS : HARMLESS;
  return trailFinding(record, { name }, explanation, weighed);
};

const putEventSelectors: DoorDecoder['read'] = (record) => {
  const name = nameOfTrail(record);
  const seen = readSelectors(parametersOf(record));
  const verb = isRefused(record) ? 'would record' : 'now records';
  if (seen === undefined) {
    const explanation = `what ${called('trail', name)} records ${was(record)} changed, to what cannot be told`;
    return trailFinding(record, { name }, explanation, isRefused(record) ? BLINDS : WEAKENS);
  }
  const explanation =
    seen.blind.length + seen.weak.length === 0
      ? `${called('trail', name)} ${verb} all management events`
      : `${called('trail', name)} ${verb} less: ${[...seen.blind, ...seen.weak].join('; ')}`;
  const weighed = seen.blind.length > 0 ? BLINDS : seen.weak.length > 0 ? WEAKENS : HARMLESS;
  return trailFinding(record, { name }, explanation, weighed);
};

const NOTHING_LEFT = ': what happens is no longer recorded, and rules that wait for it fall silent';

export const TRAIL_DOORS: readonly DoorDecoder[] = [
  { eventSource: CLOUDTRAIL, eventNames: ['StopLogging'], read: done('stopped', NOTHING_LEFT, BLINDS) },
  { eventSource: CLOUDTRAIL, eventNames: ['DeleteTrail'], read: done('deleted', NOTHING_LEFT, BLINDS) },
  { eventSource: CLOUDTRAIL, eventNames: ['UpdateTrail'], read: updateTrail },
  { eventSource: CLOUDTRAIL, eventNames: ['PutEventSelectors'], read: putEventSelectors },
  { eventSource: CLOUDTRAIL, eventNames: ['StartLogging'], read: done('started', '', HARMLESS) },
  { eventSource: CLOUDTRAIL, eventNames: ['CreateTrail'], read: done('created', '', HARMLESS) },
  {
    eventSource: CLOUDTRAIL,
    eventNames: ['DeleteEventDataStore'],
    read: done('deleted', '', WEAKENS, 'event data store'),
  },
  {
    eventSource: CLOUDTRAIL,
    eventNames: ['StopEventDataStoreIngestion'],
    read: done('stopped', '', WEAKENS, 'event data store'),
  },
  {
    eventSource: CLOUDTRAIL,
    eventNames: ['DeregisterOrganizationDelegatedAdmin'],
    read: (record, context) =>
      trailFinding(
        record,
        { type: 'account', name: context.accountId },
        `the account that administers the organization's trails ${was(record)} taken off that duty`,
        WEAKENS,
      ),
  },
];
