/** The designated roles in `rolecall.yml`. */
import * as z from 'zod/mini';
import { accountIdField, fullList, nameField, referenceField } from './configuration-fields.ts';
import { booleanField, integerField, mendingWords, textField } from './field.ts';

/** STS opens no session for longer. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const LONGEST_SESSION_HOURS = 12;

const service = textField(
  {
    description: 'Host of an AWS service: lambda.amazonaws.com.',
    noun: 'the host of an AWS service',
    write: 'e.g. lambda.amazonaws.com',
  },
  /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/,
);

export const roleSchema = z.strictObject(
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
    thirdParty: z.optional(
      booleanField({
        description: 'Says that a vendor enters by it: an entry without an external ID is noted.',
        noun: 'true or false',
        write: 'true or false without quotes',
      }),
    ),
    expectedAccounts: z.optional(
      fullList(accountIdField('Number of an account from which it is entered.'), {
        description:
          'Accounts from which it is entered; an entry from another one is noted. Ours and the trusted ones when absent.',
        noun: 'a list of account numbers',
        write: "e.g. ['111122223333']",
      }),
    ),
    services: z.optional(
      fullList(service, {
        description: 'Services of AWS that are expected in it. None when absent: it is a role for people.',
        noun: 'a list of services',
        write: 'e.g. [lambda.amazonaws.com]',
      }),
    ),
    longestHours: z.optional(
      integerField(
        {
          description: 'A session that may last longer is noted: 4 hours unless given.',
          noun: 'a number of hours that is allowed',
          write: `a whole number from 1 to ${String(LONGEST_SESSION_HOURS)}`,
        },
        { from: 1, to: LONGEST_SESSION_HOURS },
      ),
    ),
  },
  { error: mendingWords({ noun: 'a role', write: 'arn and name under it' }) },
);
