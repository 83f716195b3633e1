/** What an address says that the page does not understand, and leaves out. Pure. */
import { hrefOf, readQuery } from './query.ts';

/** Said by the address although it is what the page shows without it. */
const MEANS_DEFAULT: readonly string[] = ['view=list', 'state=open', 'range=7d'];

const LONGEST = 60;

const shorten = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

const isMoment = (name: string, value: string, kept: URLSearchParams): boolean =>
  (name === 'from' || name === 'to') && Date.parse(value) === Date.parse(kept.get(name) ?? '');

/** "state=bogus", as it was typed and never longer than can be read. `search` is `location.search`. */
export const leftOutOf = (search: string): readonly string[] => {
  const kept = new URLSearchParams(hrefOf(readQuery(search)).slice(1));
  const parts = [...new URLSearchParams(search)]
    .filter(
      ([name, value]) =>
        !kept.getAll(name).includes(value) &&
        !isMoment(name, value, kept) &&
        !MEANS_DEFAULT.includes(`${name}=${value}`),
    )
    .map(([name, value]) => shorten(`${name}=${value}`));
  return [...new Set(parts)];
};
