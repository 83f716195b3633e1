/**
 * The shape of `rolecall.yml`: one definition for the decoder, for editors (JSON Schema) and for the types.
 * References between the parts, role patterns and the settings of destinations are judged beside it.
 */
import * as z from 'zod/mini';
import { ALL_REGIONS } from './aws-regions.ts';
import { deployerField, ownSubjectField, principalSchema, trustedAccountSchema } from './caller-schema.ts';
import {
  accountIdField,
  fullList,
  idField,
  list,
  nameField,
  objects,
  referenceField,
} from './configuration-fields.ts';
import { booleanField, type Field, integerField, mendingWords, textField } from './field.ts';
import { observationsSchema } from './observation-switches.ts';
import { clientSchema, ownerSchema } from './party-schema.ts';
import { roleSchema } from './role-schema.ts';
import { signInSchema } from './sign-in-schema.ts';

export const DEFAULT_RETENTION_DAYS = 400;
export const DEFAULT_REPEAT_WINDOW_MINUTES = 15;

const REGION: Field = {
  description:
    'Region of the stack and of its rules. Records of the global STS endpoint, of IAM and of root sign-ins stay in us-east-1.',
  noun: 'a Region Rolecall knows',
  write: 'the code of a Region, e.g. us-east-1',
};

const regionField = z.enum(
  ALL_REGIONS.map((region) => region.name),
  { error: mendingWords(REGION) },
);

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
    homeRegion: z.optional(regionField.check(z.describe(`${REGION.description} us-east-1 unless given.`))),
    regions: z.optional(
      list(regionField.check(z.describe('Code of a Region.')), {
        description:
          'Further Regions in which a collector stack forwards what happens there to the home Region.',
        noun: 'a list of Regions',
        write: 'e.g. [eu-central-1, eu-west-1]',
      }),
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
      list(roleSchema, { ...objects('roles'), description: 'The designated roles: their use is announced.' }),
    ),
    organizationAccountAccessRole: z.optional(
      booleanField({
        description:
          'Whether OrganizationAccountAccessRole of every listed account is designated: true unless given.',
        noun: 'true or false',
        write: 'true or false without quotes',
      }),
    ),
    owners: fullList(ownerSchema, {
      ...objects('owners'),
      description: 'The teams that answer for accounts and roles.',
    }),
    clients: z.optional(
      list(clientSchema, { ...objects('clients'), description: 'The customers who get the plain edition.' }),
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
      list(trustedAccountSchema, {
        ...objects('accounts'),
        description: 'Accounts of other organisations from which callers come.',
      }),
    ),
    principals: z.optional(
      list(principalSchema, {
        ...objects('principals'),
        description: 'Names of people and teams in other accounts, of whom records hold an id only.',
      }),
    ),
    observations: z.optional(observationsSchema),
    organization: z.optional(
      z
        .strictObject(
          {
            id: z.optional(
              textField(
                {
                  description:
                    'Id of our own organization: a policy for its members lets nobody of outside in.',
                  noun: 'the id of an organization',
                  write: 'e.g. o-a1b2c3d4e5',
                },
                /^o-[a-z0-9]{10,32}$/,
              ),
            ),
            accountNames: z.optional(
              booleanField({
                description:
                  'Whether the names of accounts are asked for there: false unless given. Works in the management account and in delegated administrators.',
                noun: 'true or false',
                write: 'true or false without quotes',
              }),
            ),
          },
          { error: mendingWords({ noun: 'a mapping', write: 'id or accountNames under it' }) },
        )
        .check(z.describe('Our own organization, and what may be asked of AWS Organizations.')),
    ),
    deployers: z.optional(
      fullList(deployerField, {
        description:
          'Who deploys Rolecall: with them given, a deploy by anybody else is announced. Nobody’s is when absent.',
        noun: 'a list of ARNs',
        write: 'e.g. [arn:aws:sts::111122223333:assumed-role/deploy/*]',
      }),
    ),
    ownSubjects: z.optional(
      fullList(ownSubjectField, {
        description:
          'Repositories, projects, people and pools of our own at issuers where anybody can have an account: a role that trusts them lets in nobody of outside. None unless given.',
        noun: 'a list of subjects',
        write: "e.g. ['repo:acme/*', 'project_path:acme/*']",
      }),
    ),
    canary: z.optional(
      z
        .strictObject(
          {
            everyMinutes: integerField(
              {
                description:
                  'How often a harmless role is entered to prove that the bell rings; 0 never. 360 unless given.',
                noun: 'a number of minutes that is allowed',
                write: '0, or a whole number from 30 to 10080',
              },
              { from: 0, to: 10_080 },
            ).check(
              z.refine((minutes) => minutes === 0 || minutes >= 30, {
                error:
                  'is not a number of minutes that is allowed; write 0, or a whole number from 30 to 10080',
              }),
            ),
          },
          { error: mendingWords({ noun: 'a mapping', write: 'everyMinutes: 360 under it' }) },
        )
        .check(z.describe('The canary, which proves that the bell rings.')),
    ),
    signIn: z.optional(signInSchema),
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
