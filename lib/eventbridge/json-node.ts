import { fail, ok, type Result } from './result.ts';

/**
 * JSON as EventBridge reads it, which is more than `JSON.parse` keeps: a repeated key is two entries in the
 * order they were written, and a number still knows its digits.
 */
export type JsonNode =
  | { readonly kind: 'object'; readonly entries: readonly JsonEntry[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number; readonly digits: string }
  | { readonly kind: 'literal'; readonly value: boolean | null };

export interface JsonEntry {
  readonly key: string;
  readonly value: JsonNode;
}

/** The depth at which AWS's own JSON reader gives up; it also keeps ours from exhausting the stack. */
const MAX_DEPTH = 1000;

/** Colons and commas are left out: `JSON.parse` has already found them where they belong. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]|[^\s{}[\]:,"]+/g;

/**
 * Reads JSON text.
 *
 * Answers the tree, or what is wrong as half a sentence ("is not JSON: ...", "is nested deeper than ...").
 */
export const readJson = (text: string): Result<JsonNode, string> => {
  try {
    JSON.parse(text);
  } catch (error) {
    return fail(`is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const tokens = text.match(TOKEN) ?? [];
  if (depthOf(tokens) > MAX_DEPTH) return fail(`is nested deeper than ${String(MAX_DEPTH)} levels.`);
  return ok(readNode(tokens[Symbol.iterator]()));
};

const depthOf = (tokens: readonly string[]): number => {
  let depth = 0;
  let deepest = 0;
  for (const token of tokens) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth);
    if (token === '}' || token === ']') depth--;
  }
  return deepest;
};

type Tokens = IterableIterator<string>;

const take = (tokens: Tokens): string => {
  const next = tokens.next();
  return next.done === true ? '' : next.value;
};

const readNode = (tokens: Tokens): JsonNode => nodeFrom(take(tokens), tokens);

const nodeFrom = (token: string, tokens: Tokens): JsonNode => {
  if (token === '{') return { kind: 'object', entries: readEntries(tokens) };
  if (token === '[') return { kind: 'array', items: readItems(tokens) };
  if (token.startsWith('"')) return { kind: 'string', value: unquote(token) };
  if (token === 'null') return { kind: 'literal', value: null };
  if (token === 'true' || token === 'false') return { kind: 'literal', value: token === 'true' };
  return { kind: 'number', value: Number(token), digits: token };
};

const readEntries = (tokens: Tokens): readonly JsonEntry[] => {
  const entries: JsonEntry[] = [];
  for (let token = take(tokens); token !== '}'; token = take(tokens)) {
    entries.push({ key: unquote(token), value: readNode(tokens) });
  }
  return entries;
};

const readItems = (tokens: Tokens): readonly JsonNode[] => {
  const items: JsonNode[] = [];
  for (let token = take(tokens); token !== ']'; token = take(tokens)) items.push(nodeFrom(token, tokens));
  return items;
};

const unquote = (token: string): string => {
  const value: unknown = JSON.parse(token);
  return String(value);
};
