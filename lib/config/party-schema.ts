/** Whoever is told, in `rolecall.yml`: owners and clients. */
import * as z from 'zod/mini';
import {
  contactField,
  fullList,
  idField,
  list,
  nameField,
  referenceField,
  timeZoneField,
} from './configuration-fields.ts';
import { mendingWords, textField } from './field.ts';

const destinationReferences = {
  description: 'Ids of the destinations through which they are told.',
  noun: 'a list',
  write: 'a list of destination ids, e.g. [platform-mail]',
};

/** In the order of the week: Monday is the first. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

const clockField = (description: string) =>
  textField(
    { description, noun: 'a time of day', write: "hours and minutes in quotes, e.g. '07:30'" },
    CLOCK,
  );

const workingHours = z
  .strictObject(
    {
      from: clockField('When the day begins, in the time zone of the owner.'),
      to: clockField(
        'When it ends; earlier than it begins for a night shift, which belongs to the day before.',
      ),
      days: z.optional(
        fullList(
          z.enum(WEEKDAYS, {
            error: mendingWords({ noun: 'a day of the week', write: `one of ${WEEKDAYS.join(', ')}` }),
          }),
          {
            description: 'Days on which people work: [mon, tue, wed, thu, fri] unless given.',
            noun: 'a list of days',
            write: 'e.g. [mon, tue, wed, thu, fri]',
          },
        ),
      ),
    },
    { error: mendingWords({ noun: 'working hours', write: "from and to under it, e.g. from: '07:00'" }) },
  )
  .check(
    // Of two that are no times of day that is said already.
    z.refine(({ from, to }) => !CLOCK.test(from) || from !== to, {
      error: 'is no time at all, because it ends when it begins; leave workingHours away when nobody has any',
    }),
    z.describe('When people work, in the time zone of the owner: an entry outside of it is noted.'),
  );

export const ownerSchema = z.strictObject(
  {
    id: idField('Id of the owner, used in this file and in the history.'),
    name: nameField('What people call the team.'),
    timeZone: timeZoneField,
    contact: z.optional(contactField),
    destinations: fullList(referenceField('Id of a destination.', 'a destination'), destinationReferences),
    fallback: z.optional(
      referenceField(
        'Destination that is told instead when one of the owner or of its clients refuses for good.',
        'a destination',
      ),
    ),
    workingHours: z.optional(workingHours),
  },
  { error: mendingWords({ noun: 'an owner', write: 'id, name, timeZone and destinations under it' }) },
);

export const clientSchema = z.strictObject(
  {
    id: idField('Id of the client, used in this file and in the history.'),
    name: nameField('Name of the client.'),
    timeZone: timeZoneField,
    contact: z.optional(contactField),
    destinations: list(referenceField('Id of a destination.', 'a destination'), destinationReferences),
  },
  { error: mendingWords({ noun: 'a client', write: 'id, name, timeZone and destinations under it' }) },
);
