/** Trails and what they record. Without one that logs management events EventBridge receives nothing and nothing complains. */
import {
  type AdvancedEventSelector,
  type AdvancedFieldSelector,
  type CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { SurveyRefused, type Survey, type TrailState } from '../history/survey.ts';
import { askSurvey, nameOf } from './ask-survey.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
export const surveyTrails = (clientFor: (region: string) => CloudTrailClient): Pick<Survey, 'trails'> => ({
  trails: async (region) => {
    const client = clientFor(region);
    const { trailList = [] } = await askSurvey('cloudtrail:DescribeTrails', () =>
      client.send(new DescribeTrailsCommand({ includeShadowTrails: true })),
    );
    return Promise.all(trailList.map((trail) => trailState(client, trail)));
  },
});

const trailState = async (client: CloudTrailClient, trail: Trail): Promise<TrailState> => {
  // A trail of another Region or of the organisation is known here by its ARN only.
  const arn = trail.TrailARN ?? trail.Name ?? '';
  const organization = trail.IsOrganizationTrail ?? false;
  const [logging, recorded] = await Promise.all([
    isLogging(client, arn, organization),
    recordedBy(client, arn, organization),
  ]);
  return {
    name: trail.Name ?? arn,
    arn,
    homeRegion: trail.HomeRegion ?? '',
    multiRegion: trail.IsMultiRegionTrail ?? false,
    organization,
    logging,
    ...recorded,
  };
};

const isLogging = (
  client: CloudTrailClient,
  Name: string,
  organization: boolean,
): Promise<TrailState['logging']> =>
  unlessOthers(organization, 'unknown' as const, () =>
    askSurvey('cloudtrail:GetTrailStatus', async () => {
      const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name }));
      return IsLogging ?? false;
    }),
  );

type Recorded = Pick<TrailState, 'managementEvents' | 'excludedSources'>;

const recordedBy = (client: CloudTrailClient, TrailName: string, organization: boolean): Promise<Recorded> =>
  unlessOthers(organization, NOBODY_KNOWS, () =>
    askSurvey('cloudtrail:GetEventSelectors', async () => {
      const selectors = await client.send(new GetEventSelectorsCommand({ TrailName }));
      return widest([
        ...(selectors.EventSelectors ?? []).map(ofSelector),
        ...(selectors.AdvancedEventSelectors ?? []).map(ofAdvancedSelector),
      ]);
    }),
  );

const NOBODY_KNOWS: Recorded = { managementEvents: 'unknown', excludedSources: [] };

/** What an organisation's trail records is for its management account to read; a member is told that there is none. */
const unlessOthers = async <T, U>(
  organization: boolean,
  instead: U,
  ask: () => Promise<T>,
): Promise<T | U> => {
  try {
    return await ask();
  } catch (error) {
    const name = error instanceof SurveyRefused ? error.code : nameOf(error);
    if (organization || /NotFound|NotOwner|Unsupported/.test(name)) return instead;
    throw error;
  }
};

const NONE: Recorded = { managementEvents: 'none', excludedSources: [] };

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html */
const ofSelector = (selector: EventSelector): Recorded => {
  if (selector.IncludeManagementEvents === false) return NONE;
  const excludedSources = selector.ExcludeManagementEventSources ?? [];
  if (selector.ReadWriteType === 'ReadOnly') return { managementEvents: 'read-only', excludedSources };
  return {
    managementEvents: selector.ReadWriteType === 'WriteOnly' ? 'write-only' : 'all',
    excludedSources,
  };
};

const STS = 'sts.amazonaws.com';

/**
 * A selector narrows what it records with every field beside the category.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
 */
const ofAdvancedSelector = ({ FieldSelectors = [] }: AdvancedEventSelector): Recorded => {
  const field = (name: string) => FieldSelectors.find(({ Field }) => Field === name);
  if (!field('eventCategory')?.Equals?.includes('Management')) return NONE;
  const narrowing = FieldSelectors.filter(
    ({ Field }) => !['eventCategory', 'eventSource', 'readOnly'].includes(Field ?? ''),
  );
  const source = field('eventSource');
  // What is left out by name, of events or of users, may be harmless; what is let through by name is a part only.
  if (narrowing.some(letsThroughByName)) return NONE;
  const leftOut = narrowing.flatMap(({ NotEquals = [], NotStartsWith = [], NotEndsWith = [] }) => [
    ...NotEquals,
    ...NotStartsWith,
    ...NotEndsWith,
  ]);
  const excludedSources = [...(source?.NotEquals ?? []), ...leftOut];
  if (excludedSources.some((name) => name === STS || name.startsWith('AssumeRole'))) return NONE;
  if (source?.Equals && !source.Equals.includes(STS)) return NONE;
  const readOnly = field('readOnly')?.Equals;
  if (source?.Equals) return { managementEvents: 'read-only', excludedSources };
  if (readOnly === undefined) return { managementEvents: 'all', excludedSources };
  return {
    managementEvents: readOnly.includes('true') ? 'read-only' : 'write-only',
    excludedSources,
  };
};

const letsThroughByName = ({ Equals, StartsWith, EndsWith }: AdvancedFieldSelector): boolean =>
  [Equals, StartsWith, EndsWith].some((values) => values !== undefined);

/** Several selectors add up. */
const widest = (found: readonly Recorded[]): Recorded => {
  const some = found.filter(({ managementEvents }) => managementEvents !== 'none');
  const all = some.find(({ managementEvents }) => managementEvents === 'all');
  if (all !== undefined) return all;
  const [first = NONE] = some;
  const kinds = some.map(({ managementEvents }) => managementEvents);
  if (!kinds.includes('read-only') || !kinds.includes('write-only')) return first;
  const excluded = some.flatMap(({ excludedSources }) => excludedSources);
  return { managementEvents: 'all', excludedSources: [...new Set(excluded)] };
};
