/** docs/openapi.json is what the API really is. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_ROUTES } from '../../lib/api/all-routes.ts';
import { at, isObject, type JsonObject } from '../../lib/kernel/json.ts';
import { openApiDocument, openApiPath, openApiText } from '../support/openapi-document.ts';

const file = join(__dirname, '..', '..', 'docs', 'openapi.json');

const refsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === '$ref' && typeof child === 'string' ? [child] : refsIn(child),
  );
};

describe('docs/openapi.json', () => {
  let document: JsonObject;
  beforeAll(() => {
    document = openApiDocument();
  });

  it('is up to date (ROLECALL_WRITE_OPENAPI=1 npx jest openapi writes it)', () => {
    const text = openApiText(document);
    if (process.env.ROLECALL_WRITE_OPENAPI === '1') writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('has every route, with what it answers', () => {
    for (const { path, method, answer } of API_ROUTES) {
      const operation = at(document, 'paths', openApiPath(path), method.toLowerCase());
      expect({ path, text: JSON.stringify(operation) }).toEqual({
        path,
        text: expect.stringContaining(answer.includes('/') ? answer : `#/components/schemas/${answer}`),
      });
    }
  });

  it('refers to nothing that it does not hold', () => {
    const missing = refsIn(document).filter(
      (ref) => at(document, ...ref.slice('#/'.length).split('/')) === undefined,
    );
    expect(refsIn(document).length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });
});
