/** Building blocks of the schema: every field knows what it is for and how a mistake in it is mended. */
import * as z from 'zod/mini';

export interface Field {
  /** For editors and the JSON Schema. */
  readonly description: string;
  /** Completes "is not ...". */
  readonly noun: string;
  /** Completes "...; write ...". */
  readonly write: string;
}

/** A text of a certain form. */
export const textField = (field: Field, form: RegExp) =>
  z
    .string({ error: mendingWords(field) })
    .check(z.regex(form, { error: mendingWords(field) }), z.describe(field.description));

/** A text with a condition that no regular expression can tell. */
export const checkedTextField = (field: Field, accepts: (text: string) => boolean) =>
  z
    .string({ error: mendingWords(field) })
    .check(z.refine(accepts, { error: mendingWords(field) }), z.describe(field.description));

export const booleanField = (field: Field) =>
  z.boolean({ error: mendingWords(field) }).check(z.describe(field.description));

export const integerField = (field: Field, { from, to }: { readonly from: number; readonly to: number }) =>
  z
    .int({ error: mendingWords(field) })
    .check(
      z.minimum(from, { error: mendingWords(field) }),
      z.maximum(to, { error: mendingWords(field) }),
      z.describe(field.description),
    );

/** The sentence for a value that is wrong, and the one for a value that is not there. */
export const mendingWords =
  ({ noun, write }: Pick<Field, 'noun' | 'write'>) =>
  (issue: { readonly input?: unknown }): string =>
    issue.input === undefined ? `is missing; write ${write}` : `is not ${noun}; write ${write}`;
