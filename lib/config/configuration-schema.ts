/**
 * The shape of `rolecall.yml`: one definition for the decoder, for editors (JSON Schema) and for the types.
 * References between the parts, role patterns and the settings of destinations are judged beside it.
 */
import * as z from 'zod/mini';
import { AWS_REGIONS } from './aws-regions.ts';
import {
  accountIdField,
  contactField,
  fullList,
  idField,
  list,
  nameField,
  objects,
  referenceField,
  timeZoneField,
} from './configuration-fields.ts';
import { booleanField, type Field, integerField, mendingWords, textField } from './field.ts';

export const DEFAULT_RETENTION_DAYS = 400;
export const DEFAULT_REPEAT_WINDOW_MINUTES = 15;

const REGION: Field = {
  description:
    'Region of the stack and of its rules. Records of the global STS endpoint, of IAM and of root sign-ins stay in us-east-1.',
  noun: 'a Region Rolecall knows',
  write: 'the code of a Region, e.g. us-east-1',
};

const account = z.strictObject(
  {
    id: accountIdField('Number of the AWS account, 12 digits in quotes.'),
    name: nameField('What people call the account.'),
    owner: z.optional(
      referenceField('Owner who is told about entries; the default owner when absent.', 'an owner'),
    ),
    client: z.optional(referenceField('Client who is told in plain words.', 'a client')),
    retentionDays: z.optional(
      integerField(
        {
          description: `How long the history keeps its entries: ${String(DEFAULT_RETENTION_DAYS)} days unless given.`,
          noun: 'a number of days that is allowed',
          write: 'a whole number from 30 to 3653',
        },
        { from: 30, to: 3653 },
      ),
    ),
  },
  { error: mendingWords({ noun: 'an account', write: 'id, name and owner under it' }) },
);

const role = z.strictObject(
  {
    arn: textField(
      {
        description:
          'ARN of the role; * in path or name stands for any text, * as the account for every listed account.',
        noun: 'the ARN of a role',
        write: 'e.g. arn:aws:iam::111122223333:role/prod-admin',
      },
      /./,
    ),
    name: nameField('What a client calls it: Production administrator.'),
    owner: z.optional(referenceField('Owner who is told; the owner of the account when absent.', 'an owner')),
    client: z.optional(
      referenceField('Client who is told; the client of the account when absent.', 'a client'),
    ),
    everyRole: z.optional(
      booleanField({
        description: 'Says that a pattern for every role of the account is meant, services included.',
        noun: 'true or false',
        write: 'true or false without quotes',
      }),
    ),
  },
  { error: mendingWords({ noun: 'a role', write: 'arn and name under it' }) },
);

const destinationReferences = {
  description: 'Ids of the destinations through which they are told.',
  noun: 'a list',
  write: 'a list of destination ids, e.g. [platform-mail]',
};

const owner = z.strictObject(
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
  },
  { error: mendingWords({ noun: 'an owner', write: 'id, name, timeZone and destinations under it' }) },
);

const client = z.strictObject(
  {
    id: idField('Id of the client, used in this file and in the history.'),
    name: nameField('Name of the client.'),
    timeZone: timeZoneField,
    contact: z.optional(contactField),
    destinations: list(referenceField('Id of a destination.', 'a destination'), destinationReferences),
  },
  { error: mendingWords({ noun: 'a client', write: 'id, name, timeZone and destinations under it' }) },
);

const trustedAccount = z.strictObject(
  {
    id: accountIdField('Number of the account, 12 digits in quotes.'),
    name: nameField('Who it belongs to.'),
  },
  { error: mendingWords({ noun: 'a trusted account', write: 'id and name under it' }) },
);

/** Everything but id and channel is for the channel to judge. */
const destination = z.looseObject(
  {
    id: idField('Id of the destination; also the name of its queue group, so it should not change.'),
    channel: textField(
      { description: 'Kind of the way out.', noun: 'a channel', write: 'the name of a channel' },
      /./,
    ),
  },
  {
    error: mendingWords({
      noun: 'a destination',
      write: 'id, channel and the settings of the channel under it',
    }),
  },
);

export const configurationSchema = z.strictObject(
  {
    version: z
      .literal(1, { error: mendingWords({ noun: 'a version Rolecall reads', write: '1 without quotes' }) })
      .check(z.describe('Version of the form of this file.')),
    homeRegion: z.optional(
      z
        .enum(
          AWS_REGIONS.map((region) => region.name),
          { error: mendingWords(REGION) },
        )
        .check(z.describe(`${REGION.description} us-east-1 unless given.`)),
    ),
    acceptBlindRegions: z.optional(
      booleanField({
        description:
          'Accepts a home Region other than us-east-1 although calls to the global endpoint are not seen there.',
        noun: 'true or false',
        write: 'true or false without quotes',
      }),
    ),
    accounts: fullList(account, { ...objects('accounts'), description: 'The accounts that are guarded.' }),
    roles: z.optional(
      list(role, { ...objects('roles'), description: 'The designated roles: their use is announced.' }),
    ),
    organizationAccountAccessRole: z.optional(
      booleanField({
        description:
          'Whether OrganizationAccountAccessRole of every listed account is designated: true unless given.',
        noun: 'true or false',
        write: 'true or false without quotes',
      }),
    ),
    owners: fullList(owner, {
      ...objects('owners'),
      description: 'The teams that answer for accounts and roles.',
    }),
    clients: z.optional(
      list(client, { ...objects('clients'), description: 'The customers who get the plain edition.' }),
    ),
    defaultOwner: referenceField('Owner who is told when nobody else would be.', 'an owner'),
    repeatWindowMinutes: z.optional(
      integerField(
        {
          description:
            'For how long equal entries of one caller are counted instead of told; 0 tells each of them. ' +
            `${String(DEFAULT_REPEAT_WINDOW_MINUTES)} unless given.`,
          noun: 'a number of minutes that is allowed',
          write: 'a whole number from 0 to 1440',
        },
        { from: 0, to: 1440 },
      ),
    ),
    trustedAccounts: z.optional(
      list(trustedAccount, {
        ...objects('accounts'),
        description: 'Accounts of other organisations from which callers come.',
      }),
    ),
    destinations: fullList(destination, {
      ...objects('destinations'),
      description: 'The configured ways out.',
    }),
  },
  {
    error: mendingWords({
      noun: 'a mapping',
      write: 'version, accounts, owners, defaultOwner and destinations',
    }),
  },
);

/** `rolecall.yml` after its shape was found right; references may still lead nowhere. */
export type Configuration = z.output<typeof configurationSchema>;
