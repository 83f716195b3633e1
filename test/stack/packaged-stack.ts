/** The packaged stack, read once per test file; packaged only after a change. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageCached } from '../../infra/package-cached.mjs';
import { isObject, parseJson } from '../../lib/kernel/json.ts';
import type { Policy } from '../../lib/policy/policy.ts';

export const ROOT = join(__dirname, '../..');

/** Long enough for a first packaging on a busy machine. */
export const PACKAGING_MILLISECONDS = 180_000;

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly bytes: number; readonly inputs: Readonly<Record<string, unknown>> }>
  >;
}

export interface Stack {
  readonly template: Template;
  readonly templateFile: string;
  readonly policy: Policy;
  readonly metafile: Metafile;
  readonly zips: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, string>>;
}

/** Reads JSON that our own packaging wrote: its shape is what the tests are about. */
export const readJson = <T>(file: string): T => {
  const value = parseJson(readFileSync(file, 'utf8'));
  if (!isObject(value)) throw new Error(`${file} holds no JSON object`);
  return value as T;
};

export const packagedStack = async (): Promise<Stack> => {
  const made = await packageCached({ root: ROOT, write: () => undefined });
  return {
    template: readJson<Template>(made.templateFile),
    templateFile: made.templateFile,
    policy: readJson<Policy>(join(made.folders.record ?? '', 'dist/policy.json')),
    metafile: readJson<Metafile>(made.metaFile),
    zips: made.zips,
    folders: made.folders,
  };
};

export type Named = readonly [logicalId: string, properties: Readonly<Record<string, unknown>>];

/** Every resource of a type, by logical id. */
export const ofType = (template: Template, type: string): readonly Named[] =>
  Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([logicalId, resource]) => [logicalId, resource.Properties]);

/** The properties of one resource; a test without it has nothing to say. */
export const propertiesOf = (template: Template, logicalId: string): Readonly<Record<string, unknown>> => {
  const resource = template.Resources[logicalId];
  if (resource === undefined) throw new Error(`The template has no ${logicalId}`);
  return resource.Properties;
};

export const arnOf = (logicalId: string): unknown => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** An element of a policy document that may be one or a list. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
