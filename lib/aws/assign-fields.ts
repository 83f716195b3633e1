/** Plain fields as a part of an update. */
import type { Item } from './table.ts';

export interface Assignment {
  /** `#state = :state, #url = :url`: to be put behind `SET`. */
  readonly text: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Item;
}

/**
 * Every name stands behind a placeholder: `state`, `url` and hundreds more are reserved words.
 * `within` is the way to the map that holds them: `#row.#access.`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
 */
export const assignFields = (fields: Item, within = ''): Assignment => {
  const names = Object.keys(fields);
  return {
    text: names.map((name) => `${within}#${name} = :${name}`).join(', '),
    names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    values: Object.fromEntries(names.map((name) => [`:${name}`, fields[name]])),
  };
};
