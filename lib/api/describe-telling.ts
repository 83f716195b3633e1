/** Who has been told about an access, in one mark. */
import type { Delivery } from '../delivery/delivery.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { isHidden } from '../history/show-to-party.ts';
import { sentenceOf } from '../notification/door-words.ts';
import type { TellingState, Worded } from './contract.ts';
import { type Fate, fateOf, standInOf } from './delivery-fate.ts';
import type { KeptAccess } from './kept-access.ts';
import { showText } from './show-text.ts';

/** First notices decide: a later word that waits does not make an access untold. */
const isFirst = ({ part }: Delivery): boolean => part === undefined;

type Tally = Readonly<Record<Fate, number>> & {
  /** "platform-slack refused, payments-mail was told instead". */
  readonly instead: readonly string[];
  readonly laterWaiting: number;
};

/** Legs whose delivery is not in the ledger yet wait as well: a crash may have come between row and ledger. */
const countUnopened = (legs: AccessRow['route']['legs'], firsts: readonly Delivery[]): number => {
  const opened = new Set(firsts.map((delivery) => delivery.destinationId));
  return legs.filter((leg) => !opened.has(leg.destinationId)).length;
};

type IsCounted = (place: Pick<Delivery, 'destinationId'>) => boolean;

/** Of the destinations that count; who was told instead of one of them may be another. */
const tally = (kept: KeptAccess, isCounted: IsCounted): Tally => {
  const counted = kept.deliveries.filter(isCounted);
  const firsts = counted.filter(isFirst);
  const later = counted.filter((delivery) => !isFirst(delivery) && delivery.insteadOf === undefined);
  const fates = firsts.map((delivery) => fateOf(delivery, kept));
  const count = (fate: Fate): number => fates.filter((one) => one === fate).length;
  return {
    told: count('told'),
    'told-instead': count('told-instead'),
    waiting: count('waiting') + countUnopened(kept.row.route.legs.filter(isCounted), firsts),
    rejected: count('rejected'),
    instead: firsts.flatMap((delivery, index) =>
      fates[index] === 'told-instead' ? [sayInstead(delivery, kept)] : [],
    ),
    laterWaiting: later.filter((delivery) => fateOf(delivery, kept) === 'waiting').length,
  };
};

const sayInstead = (delivery: Delivery, kept: KeptAccess): string => {
  const standIn = standInOf(delivery, kept);
  const instead = standIn !== undefined && isHidden(standIn) ? 'the owner' : (standIn?.destinationId ?? '');
  return `${showText(delivery.destinationId)} refused, ${showText(instead)} was told instead`;
};

const sayTally = ({ told, rejected, waiting, instead, laterWaiting }: Tally): string =>
  [
    rejected > 0 ? `${rejected} rejected` : '',
    waiting > 0 ? `${waiting} not delivered yet` : '',
    told > 0 ? `${told} told` : '',
    ...instead,
    laterWaiting > 0
      ? `${laterWaiting} later ${laterWaiting === 1 ? 'word' : 'words'} not delivered yet`
      : '',
  ]
    .filter((part) => part !== '')
    .join(', ');

type OwnState = Exclude<TellingState, 'grouped'>;

const stateOf = (counts: Tally): OwnState => {
  if (counts.rejected > 0) return 'rejected';
  if (counts.waiting > 0) return 'waiting';
  if (counts['told-instead'] > 0) return 'told-instead';
  return counts.told > 0 ? 'told' : 'nobody';
};

const WORDS: Readonly<Record<OwnState, string>> = {
  told: 'told',
  'told-instead': 'told instead',
  waiting: 'not delivered yet',
  rejected: 'delivery rejected',
  recorded: 'recorded, not told',
  nobody: 'nobody to tell',
};

/** A repeat is told as far as its first one is. */
const GROUPED_WORDS: Readonly<Record<TellingState, readonly [words: string, note: string]>> = {
  told: ['told with an earlier one', 'An equal access rang moments before; its notice stands for this one.'],
  'told-instead': [
    'told with an earlier one',
    'An equal access rang moments before; a fallback was told of it, as a destination refused.',
  ],
  waiting: ['with one not delivered yet', 'An equal access came moments before; its notice is on its way.'],
  rejected: ['with one that was rejected', 'An equal access came moments before; its notice was refused.'],
  grouped: ['counted with an earlier one', 'An equal access came moments before.'],
  recorded: ['counted with an earlier one', 'An equal one came moments before, and is not told either.'],
  nobody: ['counted with an earlier one', 'An equal access came moments before; nobody is to be told of it.'],
};

const NOT_HELD = ['counted with an earlier one', 'The history does not hold that one any more.'] as const;

const sayGrouped = (first: AccessDetail | undefined): Worded<TellingState> => {
  const [words, note] = first === undefined ? NOT_HELD : GROUPED_WORDS[describeTelling(first).code];
  return { code: 'grouped', words, note };
};

const NO_DESTINATION = 'No destination is configured for this account and role.';

/** Whoever may not know where it is told reads only whether the owner has it: what failed there is not theirs to mend. */
const sayOwnerTold = (kept: KeptAccess): Worded<TellingState> => {
  const { told, 'told-instead': instead } = tally(kept, isHidden);
  return told + instead > 0
    ? { code: 'told', words: WORDS.told, note: 'The owner was told. Nobody else is to be told.' }
    : { code: 'waiting', words: WORDS.waiting, note: 'The owner does not have it yet.' };
};

/** Nothing of it is told to the reader's party, and something to others. */
const isOthersOnly = ({ row, deliveries }: KeptAccess): boolean => {
  const places = [...row.route.legs, ...deliveries];
  return places.length > 0 && places.every(isHidden);
};

/**
 * The state of all first notices of one access together; a rejection outweighs everything, as it needs a person. A client's
 * people read it of their own notices.
 */
export const describeTelling = (kept: KeptAccess): Worded<TellingState> => {
  if (kept.row.groupedWith !== undefined && kept.deliveries.length === 0) return sayGrouped(kept.first);
  const { door, expected } = kept.row;
  if (expected !== undefined && kept.deliveries.length === 0) {
    return {
      code: 'recorded',
      words: 'not told',
      note: sentenceOf(`An exception announced it, so nobody is told: ${showText(expected.reason)}`),
    };
  }
  if (door?.weight === 'recorded' && kept.deliveries.length === 0 && kept.row.route.legs.length === 0) {
    return {
      code: 'recorded',
      words: WORDS.recorded,
      note: sentenceOf(`Nobody is told: ${showText(door.because)}`),
    };
  }
  if (isOthersOnly(kept)) return sayOwnerTold(kept);
  const counts = tally(kept, (place) => !isHidden(place));
  const code = stateOf(counts);
  return { code, words: WORDS[code], note: code === 'nobody' ? NO_DESTINATION : sayTally(counts) };
};
