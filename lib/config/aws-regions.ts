/**
 * The Regions of AWS. A role can be entered through the STS endpoint of any enabled Region of its partition, whatever
 * Region the workload lives in; the record stays in the Region of the endpoint.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
import { PARTITIONS } from '../kernel/partition.ts';

export interface AwsRegion {
  readonly name: string;
  /** True when the Region is off until somebody enables it for the account. */
  readonly optIn: boolean;
  /** `aws`, `aws-cn`, ... */
  readonly partition: string;
}

const ENABLED_BY_DEFAULT = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
] as const;

const OPT_IN = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'me-west-1',
  'mx-central-1',
  'sa-west-1',
] as const;

/** The partition nearly everybody is in. */
export const COMMON_PARTITION = 'aws';

/** None of these is opted into. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
  'aws-eusc': ['eusc-de-east-1'],
  'aws-iso': ['us-iso-east-1', 'us-iso-west-1'],
  'aws-iso-b': ['us-isob-east-1', 'us-isob-west-1'],
  'aws-iso-e': ['eu-isoe-west-1'],
  'aws-iso-f': ['us-isof-east-1', 'us-isof-south-1'],
};

/** The Regions of the common partition. */
export const AWS_REGIONS: readonly AwsRegion[] = [
  ...ENABLED_BY_DEFAULT.map((name) => ({ name, optIn: false, partition: COMMON_PARTITION })),
  ...OPT_IN.map((name) => ({ name, optIn: true, partition: COMMON_PARTITION })),
];

/** The Regions of every partition. */
export const ALL_REGIONS: readonly AwsRegion[] = [
  ...AWS_REGIONS,
  ...Object.entries(ELSEWHERE).flatMap(([partition, names]) =>
    names.map((name) => ({ name, optIn: false, partition })),
  ),
];

/** The Regions every account of the common partition has unless an organisation policy forbids them. */
export const DEFAULT_REGIONS: readonly string[] = ENABLED_BY_DEFAULT;

/** The Region of the global STS endpoint, of IAM and of root sign-ins in the common partition. */
export const GLOBAL_REGION = 'us-east-1';

/** The same for any partition. */
export const globalRegionOf = (partition: string): string =>
  PARTITIONS.find(({ id }) => id === partition)?.globalRegion ?? GLOBAL_REGION;

/** The partition of a Region; `undefined` for one that is not known. */
export const partitionOfRegion = (name: string): string | undefined =>
  ALL_REGIONS.find((region) => region.name === name)?.partition;

/** All Regions of the partition to which a Region belongs. */
export const regionsBeside = (name: string): readonly AwsRegion[] => {
  const partition = partitionOfRegion(name) ?? COMMON_PARTITION;
  return ALL_REGIONS.filter((region) => region.partition === partition);
};

/** Those of them that need no opting in. */
export const defaultRegionsBeside = (name: string): readonly string[] =>
  regionsBeside(name)
    .filter(({ optIn }) => !optIn)
    .map((region) => region.name);
