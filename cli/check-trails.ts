/** Whether a trail records the entries that EventBridge is to hear of. */
import type { DeployedState, TrailState } from '../lib/aws/deployed-state.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { type Finding, inOrder, missing } from './check-finding.ts';

export const lookAtTrails = async (policy: Policy, deployed: DeployedState): Promise<readonly Finding[]> => {
  const trails = await deployed.trails();
  const here = trails.filter(
    ({ multiRegion, homeRegion }) => multiRegion || homeRegion === policy.homeRegion,
  );
  const good = here.find(({ logging, managementEvents }) => logging && managementEvents === 'all');
  if (good) return [inOrder('trail', `${good.name} records read and write management events`)];
  const unclear = here.find(({ logging, managementEvents }) => logging && managementEvents === 'unknown');
  if (unclear) {
    return [
      {
        state: 'unknown',
        subject: 'trail',
        message: `${unclear.name} is logging, but only its owner can tell what; ask for read and write management events`,
      },
    ];
  }
  return [
    missing('trail', `${whyNoTrail(here)}; without it EventBridge hears nothing and nothing complains`),
  ];
};

const whyNoTrail = (trails: readonly TrailState[]): string => {
  const stopped = trails.find(({ logging, managementEvents }) => !logging && managementEvents === 'all');
  if (stopped) return `${stopped.name} is not logging; start logging`;
  const partial = trails.find(({ logging }) => logging);
  return partial
    ? `${partial.name} records ${EVENT_WORDS[partial.managementEvents]}; set its management events to read and write`
    : 'none records this Region; create a trail with read and write management events';
};

const EVENT_WORDS: Readonly<Record<TrailState['managementEvents'], string>> = {
  all: 'all management events',
  'read-only': 'reading management events only',
  'write-only': 'writing management events only, and entering a role counts as reading',
  none: 'no management events of STS',
  unknown: 'nobody here knows what',
};
