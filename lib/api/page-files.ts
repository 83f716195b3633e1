/** The page's files as the API serves them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface PageFile {
  readonly contentType: string;
  readonly body: string;
  /** Changes with the content. */
  readonly etag: string;
}

/** Looks a file up by its name; `undefined` for every name that is not one of the page's. */
export type PageFiles = (name: string) => PageFile | undefined;

/** By the name's ending; parts that the page loads later have names of their own. */
const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['svg', 'image/svg+xml'],
]);

const contentTypeOf = (name: string): string | undefined =>
  CONTENT_TYPES.get(/^[\w-]+\.(\w+)$/.exec(name)?.[1] ?? '');

const REQUIRED = ['index.html', 'page.js', 'page.css'] as const;

/** Page files from texts by name; names that are no file of the page are left out. */
export const pageFilesOf = (texts: ReadonlyMap<string, string>): PageFiles => {
  const files = new Map(
    [...texts].flatMap(([name, body]): readonly (readonly [string, PageFile])[] => {
      const contentType = contentTypeOf(name);
      if (contentType === undefined) return [];
      const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      return [[name, { contentType, body, etag }]];
    }),
  );
  return (name) => files.get(name);
};

/** Reads the built page once, at start; throws when a file is missing, as a page without it would stay blank. */
export const readPageFiles = (directory: string): PageFiles => {
  const present = readdirSync(directory).filter((name) => contentTypeOf(name) !== undefined);
  const missing = REQUIRED.filter((name) => !present.includes(name));
  if (missing.length > 0) throw new Error(`the page is not built: ${missing.join(', ')} missing`);
  return pageFilesOf(new Map(present.map((name) => [name, readFileSync(join(directory, name), 'utf8')])));
};
