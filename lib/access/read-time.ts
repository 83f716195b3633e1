/** Moments as CloudTrail and the pipelines behind it write them. */
import { parseIso } from '../kernel/clock.ts';

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(Z|[+-]\d{2}:\d{2})?$/;

/** Reads an ISO 8601 moment; one without a zone is UTC, as everything of CloudTrail is. `undefined` when it is none. */
export const readTime = (text: string): string | undefined => {
  const [, day, time, zone = 'Z'] = ISO.exec(text) ?? [];
  return day === undefined || time === undefined
    ? undefined
    : parseIso(`${day}T${time}${zone}`)?.toISOString();
};
