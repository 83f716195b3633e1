/** Does a trail record the entries that EventBridge is to hear of, in every Region with rules? */
import type { TrailState } from '../../history/survey.ts';
import type { Examination } from './examination.ts';
import { type Finding, findingsOf, orUnknown, shellWord, someOf } from './finding.ts';

const { ok, warning, broken, unknown } = findingsOf('trail');

export const examineTrails = async ({
  policy,
  survey,
}: Pick<Examination, 'policy' | 'survey'>): Promise<readonly Finding[]> => {
  const found: Finding[] = [];
  for (const region of policy.regions) {
    const look = async () => [judgeTrails(region, await survey.trails(region))];
    found.push(...(await orUnknown('trail', `trail of ${region}`, look)));
  }
  return folded(found);
};

/** One verdict on all trails that record in a Region: one good trail is enough. */
export const judgeTrails = (region: string, trails: readonly TrailState[]): Finding => {
  const subject = `trail of ${region}`;
  const here = trails.filter(({ multiRegion, homeRegion }) => multiRegion || homeRegion === region);
  const [best] = here.toSorted((one, other) => rankOf(one) - rankOf(other));
  if (best === undefined) return noTrail(region, subject);
  if (best.logging === true && best.managementEvents === 'all') return goodTrail(best, subject);
  if (best.logging === false) return stoppedTrail(best, subject);
  if (best.managementEvents === 'unknown' || best.logging === 'unknown') {
    return unknown({
      subject,
      sentence: `${best.name} is a trail of ${best.organization ? 'the organisation' : 'another account'}: only its owner can tell what it records`,
      mend: 'ask its owner for read and write management events, or make a trail of your own; the canary proves which it is',
    });
  }
  return partialTrail(best, subject);
};

/** The one that is nearest to being good comes first. */
const rankOf = ({ logging, managementEvents, excludedSources }: TrailState): number => {
  if (logging === true && managementEvents === 'all') return excludedSources.length === 0 ? 0 : 1;
  if (logging !== false && (managementEvents === 'all' || managementEvents === 'unknown')) return 2;
  return managementEvents === 'all' ? 3 : logging === true ? 4 : 5;
};

const goodTrail = ({ name, organization, excludedSources }: TrailState, subject: string): Finding => {
  const records = `${name} is logging and records read and write management events`;
  if (excludedSources.length > 0) {
    return warning({
      subject,
      sentence: `${records}, but not those of ${someOf(excludedSources)}: changes there are not heard`,
      mend: `let ${name} record all management events`,
      command: selectorsCommand(name),
    });
  }
  return ok(
    subject,
    organization
      ? `${records}; it is the organisation’s, and that EventBridge hears of it here is not confirmed: the canary proves it`
      : records,
  );
};

const noTrail = (region: string, subject: string): Finding =>
  broken({
    subject,
    sentence: `no trail records ${region}: EventBridge hears nothing of it, and nothing complains`,
    mend: 'make a trail of all Regions with read and write management events, in a bucket whose policy lets CloudTrail in',
    command:
      'aws cloudtrail create-trail --name management-events --is-multi-region-trail --s3-bucket-name BUCKET && aws cloudtrail start-logging --name management-events',
  });

const stoppedTrail = ({ name, homeRegion }: TrailState, subject: string): Finding =>
  broken({
    subject,
    sentence: `${name} is not logging: EventBridge hears nothing, and nothing complains`,
    mend: 'start logging',
    command: `aws cloudtrail start-logging --name ${shellWord(name)} --region ${shellWord(homeRegion)}`,
  });

const partialTrail = ({ name, managementEvents }: TrailState, subject: string): Finding =>
  broken({
    subject,
    sentence: `${name} records ${RECORDS[managementEvents]}`,
    mend: 'set its management events to read and write',
    command: selectorsCommand(name),
  });

const selectorsCommand = (name: string): string =>
  `aws cloudtrail put-event-selectors --trail-name ${shellWord(name)} --event-selectors '[{"ReadWriteType":"All","IncludeManagementEvents":true}]'`;

const RECORDS: Readonly<Record<TrailState['managementEvents'], string>> = {
  all: 'all management events',
  'read-only': 'reading management events only: changes are not heard',
  'write-only': 'writing management events only, and entering a role counts as reading',
  none: 'no management events of STS: entries are not heard',
  unknown: 'nobody here knows what',
};

/** The same verdict on many Regions is one line. */
const folded = (found: readonly Finding[]): readonly Finding[] => {
  const [first] = found;
  const same = first?.state === 'ok' && found.every(({ sentence }) => sentence === first.sentence);
  return same && found.length > 1
    ? [{ ...first, subject: `trail of ${String(found.length)} Regions` }]
    : found;
};
