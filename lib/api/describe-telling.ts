/** Who has been told about an access, in one mark. */
import type { Delivery } from '../delivery/delivery.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { TellingState, Worded } from './contract.ts';

interface Tally {
  readonly told: number;
  readonly rejected: number;
  readonly waiting: number;
}

/** Legs whose delivery is not in the ledger yet wait as well: a crash may have come between row and ledger. */
const tally = (row: AccessRow, deliveries: readonly Delivery[]): Tally => {
  const opened = new Set(deliveries.map((delivery) => delivery.destinationId));
  const unopened = row.route.legs.filter((leg) => !opened.has(leg.destinationId)).length;
  const told = deliveries.filter((delivery) => delivery.state === 'sent').length;
  const rejected = deliveries.filter((delivery) => delivery.state === 'rejected').length;
  return { told, rejected, waiting: deliveries.length - told - rejected + unopened };
};

const sayTally = ({ told, rejected, waiting }: Tally): string =>
  [
    rejected > 0 ? `${rejected} rejected` : '',
    waiting > 0 ? `${waiting} not delivered yet` : '',
    told > 0 ? `${told} told` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');

const stateOf = ({ told, rejected, waiting }: Tally): TellingState => {
  if (rejected > 0) return 'rejected';
  if (waiting > 0) return 'waiting';
  return told > 0 ? 'told' : 'nobody';
};

const WORDS: Readonly<Record<TellingState, string>> = {
  told: 'told',
  waiting: 'not delivered yet',
  rejected: 'delivery rejected',
  grouped: 'told with an earlier one',
  nobody: 'nobody to tell',
};

const NOTES: Readonly<Partial<Record<TellingState, string>>> = {
  grouped: 'An equal access rang moments before; its notice stands for this one.',
  nobody: 'No destination is configured for this account and role.',
};

/** The state of all deliveries of one access together; a rejection outweighs everything, as it needs a person. */
export const describeTelling = (row: AccessRow, deliveries: readonly Delivery[]): Worded<TellingState> => {
  const counts = tally(row, deliveries);
  const grouped = row.groupedWith !== undefined && deliveries.length === 0;
  const code = grouped ? 'grouped' : stateOf(counts);
  return { code, words: WORDS[code], note: NOTES[code] ?? sayTally(counts) };
};
