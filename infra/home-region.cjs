/**
 * Where the stack may be deployed. Some records exist in one Region only, whichever Region the work is done in, so
 * a home elsewhere, without a collector there, never hears of them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html (global STS endpoint, IAM)
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
'use strict';

/** Of the partition nearly everybody is in. */
const GLOBAL_REGION = 'us-east-1';

/** Regions in which AWS records something that is recorded nowhere else. */
const BLIND_REGIONS = [
  { region: GLOBAL_REGION, unseen: 'the global STS endpoint, every IAM change, root sign-in' },
  { region: 'us-east-2', unseen: 'console sign-ins of IAM users' },
  { region: 'eu-north-1', unseen: 'console sign-ins of IAM users' },
  { region: 'ap-southeast-2', unseen: 'console sign-ins of IAM users' },
];

/** Other partitions have one such Region. */
const blindRegions = (globalRegion) =>
  globalRegion === GLOBAL_REGION
    ? BLIND_REGIONS
    : [{ region: globalRegion, unseen: 'every IAM change, root sign-in' }];

const namesOf = (regions) => regions.map(({ region, unseen }) => `${region} (${unseen})`).join(', ');

/** What rules in these Regions cannot see, in words; they always miss other Regions' own endpoints. */
const describeBlindness = (regions, globalRegion = GLOBAL_REGION) => {
  const unseen = blindRegions(globalRegion).filter(({ region }) => !regions.includes(region));
  return (
    `Rules in ${regions.join(', ')} do not cover ${unseen.length === 0 ? '' : `${namesOf(unseen)}, nor `}` +
    `the STS and sign-in endpoints of any other enabled Region.`
  );
};

/**
 * rolecall.yml has to say `acceptBlindRegions: true` already; whoever deploys is asked once more, because only here the
 * Region in question is certain. Answers why the stack must not be deployed to `region`; `undefined` when it may.
 */
const refuseRegion = ({ region, homeRegion, regions = [], globalRegion = GLOBAL_REGION, accepted }) => {
  if (region !== homeRegion) {
    return (
      `rolecall.yml says homeRegion ${homeRegion}, but this would deploy to ${region}. ` +
      `Change homeRegion, or leave out --region.`
    );
  }
  if (region === globalRegion || regions.includes(globalRegion) || accepted) return undefined;
  return (
    `${describeBlindness([region], globalRegion)} Set homeRegion to ${globalRegion}, list it under regions and deploy a ` +
    `collector there, or deploy with --accept-blind-regions (Serverless 4: --param accept-blind-regions=true).`
  );
};

module.exports = { describeBlindness, refuseRegion };
