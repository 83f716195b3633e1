export function describeBlindness(region: string): string;

export function refuseRegion(options: {
  readonly region: string;
  readonly homeRegion: string;
  readonly accepted: boolean;
}): string | undefined;
