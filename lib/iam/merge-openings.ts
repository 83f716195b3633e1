/** Openings found in several statements, each once. */
import { OPENING_KINDS, type Opening } from './opening.ts';
import { keyOf } from './who.ts';

/** Beyond, equal principals are only compared with the first ones. */
export const MOST_COMPARED = 50;

/** Of one principal only the widest ways in; outsiders first, then in a fixed order; not more than a row holds. */
export const mergeOpenings = (openings: readonly Opening[]): readonly Opening[] => {
  const byPrincipal = new Map<string, Opening[]>();
  for (const opening of openings) {
    const key = keyOf(opening);
    const known = byPrincipal.get(key) ?? [];
    byPrincipal.set(key, known);
    if (!known.slice(0, MOST_COMPARED).some((other) => isAsWide(other, opening))) known.push(opening);
  }
  return few([...byPrincipal.values()].flatMap(widest).sort(inOrder));
};

/** A row of the history must hold them: characters of the principals and the clauses, and some for the rest of each. */
const LARGEST = 80_000;
const sizeOf = ({ principal, onlyIf, without }: Opening): number =>
  100 + principal.length + [...onlyIf, ...without].join().length;

/** So many that nobody reads them: the last stands for the rest. */
const few = (openings: readonly Opening[]): readonly Opening[] => {
  let size = 0;
  const cut = openings.findIndex((opening) => {
    size += sizeOf(opening);
    return size > LARGEST;
  });
  if (cut < 0) return openings;
  const rest = openings.slice(cut);
  const outside = rest.some((opening) => opening.outside);
  const last: Opening = {
    kind: 'unclear',
    principal: `${rest.length} more`,
    outside,
    onlyIf: [],
    without: [],
  };
  return [...openings.slice(0, cut), last];
};

const widest = (openings: readonly Opening[]): readonly Opening[] =>
  openings.length > MOST_COMPARED
    ? openings
    : openings.filter((one) => !openings.some((other) => other !== one && isAsWide(other, one)));

/** Whether everybody who comes in by one way comes in by the other as well. */
export const isAsWide = (other: Opening, one: Opening): boolean =>
  (other.outside || !one.outside) &&
  other.onlyIf.every((clause) => one.onlyIf.includes(clause)) &&
  // What is missing at a provider says how far it is open: "for every repository of example".
  (one.kind !== 'federated' ||
    isForEverybody(other) ||
    other.without.every((clause) => one.without.includes(clause)));

/** Whether a provider is open to whomever it knows: "for every repository"; a branch is one of a repository that is told. */
export const isForEverybody = ({ without }: Opening): boolean =>
  without.some((clause) => /^for every (?!branch$)\w+$/.test(clause));

const inOrder = (one: Opening, other: Opening): number =>
  Number(other.outside) - Number(one.outside) ||
  rankOf(one) - rankOf(other) ||
  compare(one.principal, other.principal) ||
  compare(one.onlyIf.join(), other.onlyIf.join()) ||
  compare(one.without.join(), other.without.join());

/** Whoever is widest stands first. */
const FIRST: readonly Opening['kind'][] = ['everyone', 'everyone-but', 'unclear'];

const rankOf = ({ kind }: Opening): number =>
  FIRST.includes(kind) ? FIRST.indexOf(kind) : FIRST.length + OPENING_KINDS.indexOf(kind);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
