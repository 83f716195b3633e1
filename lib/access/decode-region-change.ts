/**
 * "Region Opt-In Status Change": sent by AWS itself, with no CloudTrail record in it and nobody named. In a Region that has
 * no rules of ours nothing rings, so its enabling is a door.
 * https://docs.aws.amazon.com/accounts/latest/reference/monitoring-eventbridge.html
 */
import { isAccountId } from '../kernel/arn.ts';
import { at, type JsonObject, textAt } from '../kernel/json.ts';
import type { Door, DoorFinding } from './door.ts';
import { readTime } from './read-time.ts';

export const REGION_SOURCE = 'aws.account';
export const REGION_DETAIL_TYPE = 'Region Opt-In Status Change';

/** What is asked of the context: where our rules stand. */
interface Known {
  /** Empty when that is not known. */
  readonly regions: readonly string[];
}

/** The door in such an event; `undefined` when it is another event, or does not tell enough. Never throws. */
export const decodeRegionChange = (envelope: JsonObject, known: Known): Door | undefined => {
  if (textAt(envelope, 'source') !== REGION_SOURCE) return undefined;
  if (textAt(envelope, 'detail-type') !== REGION_DETAIL_TYPE) return undefined;
  const detail = at(envelope, 'detail');
  const region = textAt(detail, 'regionName');
  const eventId = textAt(envelope, 'id');
  const time = readTime(textAt(envelope, 'time') ?? '');
  const accountId = textAt(detail, 'accountId') ?? textAt(envelope, 'account') ?? '';
  if (region === undefined || eventId === undefined || time === undefined) return undefined;
  if (!/^[\w-]{1,64}$/.test(eventId) || !isAccountId(accountId)) return undefined;
  return {
    ...findingOf(region.slice(0, 64), textAt(detail, 'status') ?? 'unknown', known),
    schemaVersion: 1,
    accessId: `${accountId}.${eventId}`,
    eventId,
    eventSource: 'account.amazonaws.com',
    eventName: 'RegionOptInStatusChange',
    outcome: 'success',
    time,
    accountId,
    caller: { type: 'unknown', label: 'not named by AWS', certainty: 'unknown', evidence: [] },
    mfa: 'not-recorded',
    origin: { kind: 'unknown', text: 'unknown' },
    recorded: { region: textAt(envelope, 'region') ?? 'unknown' },
  };
};

const findingOf = (region: string, status: string, { regions }: Known): DoorFinding => {
  const subject = { type: 'Region', name: region };
  const base = { kind: 'region', subject, opens: [] } as const;
  if (!status.startsWith('ENABL')) {
    const explanation = `the Region ${region} is no longer enabled`;
    return { ...base, explanation, weight: 'recorded', because: 'a Region less is no way in' };
  }
  const explanation = `the Region ${region} ${status === 'ENABLED' ? 'is enabled now' : 'is being enabled'}`;
  return regions.includes(region)
    ? { ...base, explanation, weight: 'recorded', because: 'the rules of Rolecall stand there' }
    : {
        ...base,
        explanation: `${explanation}, and has no rules of Rolecall: nothing done there would ring`,
        weight: 'urgent',
        because: 'what is done there is not heard',
      };
};
