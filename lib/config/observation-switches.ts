/** The observations nobody wants to read, in `rolecall.yml`. */
import * as z from 'zod/mini';
import { OBSERVATION_CODES, OBSERVATION_MEANINGS } from '../access/observations.ts';
import { booleanField, mendingWords } from './field.ts';

const switches = Object.fromEntries(
  OBSERVATION_CODES.map((code) => [
    code,
    z.optional(
      booleanField({
        description: OBSERVATION_MEANINGS[code],
        noun: 'true or false',
        write: 'false, or leave it away',
      }),
    ),
  ]),
);

export const observationsSchema = z
  .strictObject(switches, {
    error: mendingWords({ noun: 'a mapping', write: 'e.g. out-of-hours: false under it' }),
  })
  .check(z.describe('Which observations are noted: all of them but those that are false here.'));

/** The codes that are switched off, in the order of their list. */
export const switchedOff = (switched: z.output<typeof observationsSchema>): readonly string[] =>
  OBSERVATION_CODES.filter((code) => switched[code] === false);
