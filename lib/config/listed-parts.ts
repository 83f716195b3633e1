/** The parts of a file that may still hold mistakes: whatever can be read of it, so that checks need not wait for each other. */
import { isObject, type JsonObject, listAt, textAt } from '../kernel/json.ts';

export interface Part {
  readonly index: number;
  readonly entry: JsonObject;
}

export type ListName =
  | 'accounts'
  | 'roles'
  | 'owners'
  | 'clients'
  | 'trustedAccounts'
  | 'principals'
  | 'destinations';

/** The mappings in one of the lists, with their places. */
export const partsOf = (content: unknown, list: ListName): readonly Part[] =>
  listAt(content, list).flatMap((entry, index) => (isObject(entry) ? [{ index, entry }] : []));

/** Every id in a list that is a text, also of entries with other mistakes: a reference to them is not one more. */
export const idsOf = (content: unknown, list: ListName): readonly string[] =>
  partsOf(content, list).flatMap(({ entry }) => textAt(entry, 'id') ?? []);

/** The texts of a list at a key, with their places. */
export const textsAt = (
  entry: JsonObject,
  key: string,
): readonly { readonly index: number; readonly text: string }[] =>
  listAt(entry, key).flatMap((text, index) =>
    typeof text === 'string' && text !== '' ? [{ index, text }] : [],
  );
