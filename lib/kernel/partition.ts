/**
 * The partitions of AWS: worlds without a way between them. An account, its roles and its Regions belong to one.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */

export interface Partition {
  /** As in ARNs. */
  readonly id: string;
  /** Ending of the host names of its services: calls that AWS makes itself are recorded with such a name. */
  readonly hostSuffix: string;
  readonly consoleHost: string;
  /** How the names of its Regions begin; those of the common partition have nothing in common. */
  readonly regionPrefix: string;
  /** Where IAM, the global STS endpoint and the sign-ins of root are recorded. */
  readonly globalRegion: string;
}

export const PARTITIONS: readonly Partition[] = [
  {
    id: 'aws',
    hostSuffix: 'amazonaws.com',
    consoleHost: 'console.aws.amazon.com',
    regionPrefix: '',
    globalRegion: 'us-east-1',
  },
  {
    id: 'aws-cn',
    hostSuffix: 'amazonaws.com.cn',
    consoleHost: 'console.amazonaws.cn',
    regionPrefix: 'cn-',
    globalRegion: 'cn-north-1',
  },
  {
    id: 'aws-us-gov',
    hostSuffix: 'amazonaws.com',
    consoleHost: 'console.amazonaws-us-gov.com',
    regionPrefix: 'us-gov-',
    globalRegion: 'us-gov-west-1',
  },
  {
    id: 'aws-eusc',
    hostSuffix: 'amazonaws.eu',
    consoleHost: 'console.amazonaws-eusc.eu',
    regionPrefix: 'eusc-',
    globalRegion: 'eusc-de-east-1',
  },
  {
    id: 'aws-iso',
    hostSuffix: 'c2s.ic.gov',
    consoleHost: 'console.c2shome.ic.gov',
    regionPrefix: 'us-iso-',
    globalRegion: 'us-iso-east-1',
  },
  {
    id: 'aws-iso-b',
    hostSuffix: 'sc2s.sgov.gov',
    consoleHost: 'console.sc2shome.sgov.gov',
    regionPrefix: 'us-isob-',
    globalRegion: 'us-isob-east-1',
  },
  {
    id: 'aws-iso-e',
    hostSuffix: 'cloud.adc-e.uk',
    consoleHost: 'console.csphome.adc-e.uk',
    regionPrefix: 'eu-isoe-',
    globalRegion: 'eu-isoe-west-1',
  },
  {
    id: 'aws-iso-f',
    hostSuffix: 'csp.hci.ic.gov',
    consoleHost: 'console.csphome.hci.ic.gov',
    regionPrefix: 'us-isof-',
    globalRegion: 'us-isof-south-1',
  },
];

export const findPartition = (id: string): Partition | undefined =>
  PARTITIONS.find((partition) => partition.id === id);

/** The partition whose Regions are called so: the common one when no other claims the name. */
export const partitionOfRegionName = (region: string): Partition | undefined => {
  const [common, ...others] = PARTITIONS;
  return others.find(({ regionPrefix }) => region.startsWith(regionPrefix)) ?? common;
};

/** `ec2` for `ec2.amazonaws.com` of any partition; `undefined` when the host is none of AWS's. */
export const serviceOfHost = (host: string): string | undefined => {
  const suffix = PARTITIONS.map(({ hostSuffix }) => `.${hostSuffix}`).find((end) => host.endsWith(end));
  return suffix === undefined || host === suffix ? undefined : host.slice(0, -suffix.length);
};
