/**
 * The trail of the laptop: it can be stopped, and then EventBridge hears nothing, as in AWS. What happened is kept all the
 * same: event history needs no trail.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html
 */
import type { JsonObject } from '../lib/kernel/json.ts';
import { LOCAL_ACCOUNT } from './aws-json.ts';

export interface LocalTrail {
  isLogging(): boolean;
  /** The answer to one of CloudTrail's questions about trails, or to a change; `undefined` for any other action. */
  answer(action: string): JsonObject | undefined;
}

const NAME = 'management-events';

export function localTrail(region: string): LocalTrail {
  let logging = true;
  const arn = `arn:aws:cloudtrail:${region}:${LOCAL_ACCOUNT}:trail/${NAME}`;
  const set = (next: boolean): JsonObject => {
    logging = next;
    return {};
  };
  return {
    isLogging: () => logging,
    answer: (action) => {
      switch (action) {
        case 'DescribeTrails':
          return { trailList: [{ Name: NAME, TrailARN: arn, HomeRegion: region, IsMultiRegionTrail: true }] };
        case 'GetTrailStatus':
          return { IsLogging: logging };
        case 'GetEventSelectors':
          return {
            TrailARN: arn,
            EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
          };
        case 'StartLogging':
          return set(true);
        case 'StopLogging':
          return set(false);
        default:
          return undefined;
      }
    },
  };
}
