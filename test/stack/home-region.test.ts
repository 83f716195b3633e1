import { describeBlindness, refuseRegion } from '../../infra/home-region.cjs';

test('us-east-1 needs no consent: it is where AWS records what is recorded once', () => {
  expect(refuseRegion({ region: 'us-east-1', homeRegion: 'us-east-1', accepted: false })).toBeUndefined();
});

test('another home Region is refused, with what it would not see', () => {
  const refusal = refuseRegion({ region: 'eu-central-1', homeRegion: 'eu-central-1', accepted: false });
  for (const region of ['us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'])
    expect(refusal).toContain(region);
  expect(refusal).toContain('--accept-blind-regions');
});

test('another home Region is allowed to somebody who accepts that', () => {
  expect(
    refuseRegion({ region: 'eu-central-1', homeRegion: 'eu-central-1', accepted: true }),
  ).toBeUndefined();
});

test('a Region on the command line that contradicts rolecall.yml is refused, consent or not', () => {
  const refusal = refuseRegion({ region: 'eu-west-1', homeRegion: 'us-east-1', accepted: true });
  expect(refusal).toContain('eu-west-1');
  expect(refusal).toContain('us-east-1');
});

test('even us-east-1 is told what it does not cover, but not itself', () => {
  expect(describeBlindness(['us-east-1'])).toContain('ap-southeast-2');
  expect(describeBlindness(['us-east-1'])).not.toContain('root sign-in');
});

test('another home Region is allowed where a collector stands in us-east-1', () => {
  const home = { region: 'eu-central-1', homeRegion: 'eu-central-1', accepted: false };
  expect(refuseRegion({ ...home, regions: ['eu-central-1', 'us-east-1'] })).toBeUndefined();
  expect(refuseRegion({ ...home, regions: ['eu-central-1', 'eu-west-1'] })).toContain('us-east-1');
});

test('covered Regions are not called uncovered', () => {
  const said = describeBlindness(['us-east-1', 'us-east-2', 'eu-north-1']);
  expect(said).toContain('ap-southeast-2');
  expect(said).not.toContain('us-east-2 (');
  expect(describeBlindness(['us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'])).toContain(
    'do not cover the STS and sign-in endpoints',
  );
});

test('other partitions have a Region of their own for what is recorded once', () => {
  const home = { region: 'cn-northwest-1', homeRegion: 'cn-northwest-1', accepted: false };
  expect(refuseRegion({ ...home, globalRegion: 'cn-north-1' })).toContain('cn-north-1 (every IAM change');
  expect(refuseRegion({ ...home, globalRegion: 'cn-northwest-1' })).toBeUndefined();
});
