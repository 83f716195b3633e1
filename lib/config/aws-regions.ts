/**
 * The Regions of the `aws` partition. A role can be entered through the STS endpoint of any enabled Region,
 * whatever Region the workload lives in; the record stays in the Region of the endpoint.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */

export interface AwsRegion {
  readonly name: string;
  /** True when the Region is off until somebody enables it for the account. */
  readonly optIn: boolean;
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

export const AWS_REGIONS: readonly AwsRegion[] = [
  ...ENABLED_BY_DEFAULT.map((name) => ({ name, optIn: false })),
  ...OPT_IN.map((name) => ({ name, optIn: true })),
];

/** The Regions every account has unless an organisation policy forbids them. */
export const DEFAULT_REGIONS: readonly string[] = ENABLED_BY_DEFAULT;

/** The Region of the global STS endpoint, of IAM and of root sign-ins. */
export const GLOBAL_REGION = 'us-east-1';
