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

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['index.html', 'text/html; charset=utf-8'],
  ['page.js', 'text/javascript; charset=utf-8'],
  ['page.css', 'text/css; charset=utf-8'],
  ['icon.svg', 'image/svg+xml'],
]);

const REQUIRED = ['index.html', 'page.js', 'page.css'] as const;

/** Page files from texts by name; names that are no file of the page are left out. */
export const pageFilesOf = (texts: ReadonlyMap<string, string>): PageFiles => {
  const files = new Map(
    [...CONTENT_TYPES].flatMap(([name, contentType]): readonly (readonly [string, PageFile])[] => {
      const body = texts.get(name);
      if (body === undefined) return [];
      const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      return [[name, { contentType, body, etag }]];
    }),
  );
  return (name) => files.get(name);
};

/** Reads the built page once, at start; throws when a file is missing, as a page without it would stay blank. */
export const readPageFiles = (directory: string): PageFiles => {
  const present = readdirSync(directory).filter((name) => CONTENT_TYPES.has(name));
  const missing = REQUIRED.filter((name) => !present.includes(name));
  if (missing.length > 0) throw new Error(`the page is not built: ${missing.join(', ')} missing`);
  return pageFilesOf(new Map(present.map((name) => [name, readFileSync(join(directory, name), 'utf8')])));
};
