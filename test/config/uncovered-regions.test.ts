import { AWS_REGIONS, DEFAULT_REGIONS } from '../../lib/config/aws-regions.ts';
import { uncoveredRegions } from '../../lib/config/uncovered-regions.ts';

describe('Regions', () => {
  it('without rules are named', () => {
    const enabled = ['us-east-1', 'eu-central-1', 'me-south-1'];
    expect(uncoveredRegions({ regions: ['us-east-1'] }, enabled)).toEqual(['eu-central-1', 'me-south-1']);
    expect(uncoveredRegions({ regions: enabled }, enabled)).toEqual([]);
  });

  it('are listed once, those of 2019 and earlier without opting in', () => {
    const names = AWS_REGIONS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(AWS_REGIONS.filter(({ optIn }) => !optIn).map(({ name }) => name)).toEqual(DEFAULT_REGIONS);
    expect(DEFAULT_REGIONS).toHaveLength(17);
    expect(names).toContain('ap-east-1');
  });
});
