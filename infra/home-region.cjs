/**
 * Where the stack may be deployed. Some records exist in one Region only, whichever Region the work is done in, so
 * a home elsewhere never hears of them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html (global STS endpoint, IAM)
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
'use strict';

const HOME_REGION = 'us-east-1';

/** Regions in which AWS records something that is recorded nowhere else. */
const BLIND_REGIONS = [
  {
    region: 'us-east-1',
    unseen: 'the global STS endpoint, every IAM change, root sign-in',
  },
  { region: 'us-east-2', unseen: 'console sign-ins of IAM users' },
  { region: 'eu-north-1', unseen: 'console sign-ins of IAM users' },
  { region: 'ap-southeast-2', unseen: 'console sign-ins of IAM users' },
];

const namesOf = (regions) => regions.map(({ region, unseen }) => `${region} (${unseen})`).join(', ');

/** What a stack in `region` cannot see, in words; it always misses other Regions' own endpoints. */
const describeBlindness = (region) =>
  `Rules in ${region} do not cover ${namesOf(BLIND_REGIONS.filter((blind) => blind.region !== region))}, ` +
  `nor the STS and sign-in endpoints of any other enabled Region.`;

/**
 * rolecall.yml has to say `acceptBlindRegions: true` already; whoever deploys is asked once more, because only here the
 * Region in question is certain. Answers why the stack must not be deployed to `region`; `undefined` when it may.
 */
const refuseRegion = ({ region, homeRegion, accepted }) => {
  if (region !== homeRegion) {
    return (
      `rolecall.yml says homeRegion ${homeRegion}, but this would deploy to ${region}. ` +
      `Change homeRegion, or leave out --region.`
    );
  }
  if (region === HOME_REGION || accepted) return undefined;
  return (
    `${describeBlindness(region)} Set homeRegion to ${HOME_REGION}, ` +
    `or deploy with --accept-blind-regions (Serverless 4: --param accept-blind-regions=true).`
  );
};

module.exports = { describeBlindness, refuseRegion };
