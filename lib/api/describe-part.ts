/** What a delivery is about when it is not the first notice of its route. */
import type { Delivery } from '../delivery/delivery.ts';
import type { AccessRow } from '../history/access-row.ts';
import { sayMoreTimes } from './describe-repeats.ts';
import { showText } from './show-text.ts';

/** What stands in for a later word names it behind a dot: `instead-of-platform-slack.repeats`. */
const sayStandIn = (insteadOf: string, part: string, row: AccessRow): string => {
  const instead = `told instead of ${showText(insteadOf)}, which refused`;
  const later = part.slice(`instead-of-${insteadOf}.`.length);
  return later === '' ? instead : `${sayLater(later, row)}; ${instead}`;
};

const sayLater = (part: string, row: AccessRow): string => {
  if (/(?:^|\.)again-\d+$/.test(part)) return 'sent again, because somebody asked for it';
  if (part === 'repeats') {
    return `said later: ${row.repeats === undefined ? 'how often it repeated' : sayMoreTimes(row.repeats.count)}`;
  }
  if (part.startsWith('joined-')) return 'said later: who it was, from a second record';
  if (part.startsWith('enriched-')) return 'said later: what AWS was asked afterwards';
  if (part === 'used-elsewhere') return 'said later: the session was used from another address';
  if (part.startsWith('corrected-')) return 'said later: AWS corrected the record';
  return 'said later';
};

/** "told instead of platform-slack, which refused", "said later: 12 more times"; `undefined` for the first notice. */
export const sayPart = ({ part, insteadOf }: Delivery, row: AccessRow): string | undefined => {
  if (insteadOf !== undefined) return sayStandIn(insteadOf, part ?? '', row);
  return part === undefined ? undefined : sayLater(part, row);
};
