/** The kinds of fields that occur in `rolecall.yml`. */
import * as z from 'zod/mini';
import { checkedTextField, type Field, mendingWords, textField } from './field.ts';
import { isTimeZone } from './time-zone.ts';

const ID = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/**
 * Control and invisible formatting characters, spelled out: editors read the patterns of the JSON Schema without the
 * flag that `\p{Cf}` needs.
 */
const INVISIBLE = '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff';
const visibleText = (longest: number): RegExp => new RegExp(`^[^${INVISIBLE}]{1,${String(longest)}}$`);

export const idField = (description: string) =>
  textField(
    {
      description,
      noun: 'an id',
      write: 'up to 40 lower-case letters, digits and hyphens, e.g. platform-team',
    },
    ID,
  );

export const nameField = (description: string) =>
  textField(
    { description, noun: 'a name', write: 'a text of at most 80 characters on one line' },
    visibleText(80),
  );

export const referenceField = (description: string, kind: string) =>
  textField({ description, noun: `the id of ${kind}`, write: `the id of ${kind} listed in this file` }, /./);

export const accountIdField = (description: string) =>
  textField(
    { description, noun: 'an account number', write: "12 digits in quotes, e.g. '111122223333'" },
    /^\d{12}$/,
  );

export const timeZoneField = checkedTextField(
  {
    description: 'Time zone in which times are shown, as an IANA name: Europe/Berlin.',
    noun: 'a time zone',
    write: 'an IANA name, e.g. Europe/Berlin or America/New_York',
  },
  isTimeZone,
);

export const contactField = textField(
  {
    description: 'Whom to ask, in words; shown to clients.',
    noun: 'a contact',
    write: 'a text of at most 200 characters on one line',
  },
  visibleText(200),
);

export const list = <T extends z.ZodMiniType>(item: T, { noun, write, description }: Field) =>
  z.array(item, { error: mendingWords({ noun, write }) }).check(z.describe(description));

/** A list that must not be empty. */
export const fullList = <T extends z.ZodMiniType>(item: T, field: Field) =>
  list(item, field).check(z.minLength(1, { error: `is empty; write ${field.write}` }));

export const objects = (noun: string): Pick<Field, 'noun' | 'write'> => ({
  noun: `a list of ${noun}`,
  write: `a list of ${noun}, each beginning with "- "`,
});
