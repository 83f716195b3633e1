/** When a bar is, in words. Pure. */
import type { Bar, Histogram } from '../lib/api/contract.ts';
import { formatDay, formatShortMoment, type Zone } from './format-time.ts';
import { zoneOfBars } from './stack-bars.ts';

export const sayBar = ({ start }: Bar, histogram: Histogram, zone: Zone): string => {
  const barZone = zoneOfBars(histogram, zone);
  return histogram.unit === 'hour' ? formatShortMoment(start, barZone) : formatDay(start, barZone);
};
