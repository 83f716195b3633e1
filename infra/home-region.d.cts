export function describeBlindness(regions: readonly string[], globalRegion?: string): string;

export function refuseRegion(options: {
  readonly region: string;
  readonly homeRegion: string;
  /** All that `rolecall.yml` covers. */
  readonly regions?: readonly string[];
  /** Where the partition records what it records once; us-east-1 unless given. */
  readonly globalRegion?: string;
  readonly accepted: boolean;
}): string | undefined;
