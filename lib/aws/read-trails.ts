/** Trails and what they record. Without one that logs management events EventBridge receives nothing and nothing complains. */
import {
  type AdvancedEventSelector,
  type CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import type { TrailState } from './deployed-state.ts';

type ManagementEvents = TrailState['managementEvents'];

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
export const readTrails = async (client: CloudTrailClient): Promise<readonly TrailState[]> => {
  const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  return Promise.all(trailList.map((trail) => readTrail(client, trail)));
};

const readTrail = async (client: CloudTrailClient, trail: Trail): Promise<TrailState> => {
  // A trail of another Region or of the organisation is known here by its ARN only.
  const Name = trail.TrailARN ?? trail.Name ?? '';
  const [status, managementEvents] = await Promise.all([
    client.send(new GetTrailStatusCommand({ Name })),
    readManagementEvents(client, Name),
  ]);
  return {
    name: trail.Name ?? Name,
    homeRegion: trail.HomeRegion ?? '',
    multiRegion: trail.IsMultiRegionTrail ?? false,
    logging: status.IsLogging ?? false,
    managementEvents,
  };
};

/** The selectors of an organisation's trail are for its management account to read. */
const readManagementEvents = async (client: CloudTrailClient, name: string): Promise<ManagementEvents> => {
  try {
    const selectors = await client.send(new GetEventSelectorsCommand({ TrailName: name }));
    return widest([
      ...(selectors.EventSelectors ?? []).map(ofSelector),
      ...(selectors.AdvancedEventSelectors ?? []).map(ofAdvancedSelector),
    ]);
  } catch (error) {
    if (error instanceof Error && /Denied|NotFound|NotOwner|Unsupported/.test(error.name)) return 'unknown';
    throw error;
  }
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html */
const ofSelector = (selector: EventSelector): ManagementEvents => {
  if (selector.IncludeManagementEvents === false) return 'none';
  if (selector.ReadWriteType === 'ReadOnly') return 'read-only';
  return selector.ReadWriteType === 'WriteOnly' ? 'write-only' : 'all';
};

/**
 * A selector narrows what it records with every field beside the category.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
 */
const ofAdvancedSelector = ({ FieldSelectors = [] }: AdvancedEventSelector): ManagementEvents => {
  const field = (name: string) => FieldSelectors.find(({ Field }) => Field === name);
  if (!field('eventCategory')?.Equals?.includes('Management')) return 'none';
  const source = field('eventSource');
  if (source?.NotEquals?.includes('sts.amazonaws.com')) return 'none';
  if (source?.Equals && !source.Equals.includes('sts.amazonaws.com')) return 'none';
  const readOnly = field('readOnly')?.Equals;
  if (readOnly === undefined) return 'all';
  return readOnly.includes('true') ? 'read-only' : 'write-only';
};

const widest = (found: readonly ManagementEvents[]): ManagementEvents => {
  if (found.includes('all') || (found.includes('read-only') && found.includes('write-only'))) return 'all';
  return found.find((events) => events !== 'none') ?? 'none';
};
