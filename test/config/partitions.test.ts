/** One configuration, one partition of AWS. */
import { ALL_REGIONS, defaultRegionsBeside, partitionOfRegion } from '../../lib/config/aws-regions.ts';
import { decodeConfiguration } from '../../lib/config/decode-configuration.ts';
import { PARTITIONS, partitionOfRegionName } from '../../lib/kernel/partition.ts';
import { edited } from './sample-configuration.ts';

const decode = (text: string) => decodeConfiguration(text, { allowEnvSecrets: false });

/** The sample with its three ARNs in another partition. */
const inPartition = (id: string, homeRegion: string): string =>
  edited('homeRegion: us-east-1', homeRegion)
    .replaceAll('arn:aws:iam', `arn:${id}:iam`)
    .replaceAll(
      'arn:aws:sns:us-east-1',
      `arn:${id}:sns:${PARTITIONS.find((one) => one.id === id)?.globalRegion ?? ''}`,
    );

describe('a configuration', () => {
  test.each(PARTITIONS)('of $id needs no home Region: its roles tell', ({ id, globalRegion }) => {
    const decoded = decode(inPartition(id, ''));
    expect(decoded.ok ? decoded.value.policy.homeRegion : decoded.error).toBe(globalRegion);
  });

  test.each(PARTITIONS)('of $id may name it', ({ id, globalRegion }) => {
    expect(decode(inPartition(id, `homeRegion: ${globalRegion}`)).ok).toBe(true);
  });

  test('of two partitions is a mistake, told at each role that is elsewhere', () => {
    const text = edited('arn:aws:iam::*:role/break-glass', 'arn:aws-us-gov:iam::*:role/break-glass').replace(
      'homeRegion: us-east-1',
      '',
    );
    const decoded = decode(text);
    expect(decoded.ok ? [] : decoded.error).toEqual([
      {
        level: 'error',
        path: 'roles[1].arn',
        value: 'arn:aws-us-gov:iam::*:role/break-glass',
        message:
          'is a role of the partition aws-us-gov, and the first role is in aws; one stack hears one partition, so write a configuration for each of them',
      },
    ]);
  });

  test('with a home Region that hears no IAM says so in words of its partition', () => {
    const decoded = decode(inPartition('aws-us-gov', 'homeRegion: us-gov-east-1'));
    const messages = decoded.ok ? [] : decoded.error.map(({ message }) => message);
    expect(messages[0]).toMatch(
      /^would not see everything: changes in IAM and sign-ins of root are recorded in us-gov-west-1 and nowhere else; write us-gov-west-1, /,
    );
  });
});

describe('Regions', () => {
  test('belong to one partition each, which their names tell', () => {
    const names = ALL_REGIONS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, partition } of ALL_REGIONS) {
      expect([name, partitionOfRegionName(name)?.id]).toEqual([name, partition]);
    }
    for (const { id, globalRegion } of PARTITIONS) expect(partitionOfRegion(globalRegion)).toBe(id);
  });

  test('are missed only where they are within reach', () => {
    expect(defaultRegionsBeside('cn-north-1')).toEqual(['cn-north-1', 'cn-northwest-1']);
    expect(defaultRegionsBeside('eu-central-1')).toContain('us-east-1');
    expect(defaultRegionsBeside('eu-central-1')).not.toContain('cn-north-1');
  });
});
