/** Those who come from elsewhere, in `rolecall.yml`: their accounts, their names, and who may deploy Rolecall. */
import * as z from 'zod/mini';
import { accountIdField, nameField } from './configuration-fields.ts';
import { booleanField, mendingWords, textField } from './field.ts';

export const trustedAccountSchema = z.strictObject(
  {
    id: accountIdField('Number of the account, 12 digits in quotes.'),
    name: nameField('Who it belongs to.'),
    partner: z.optional(
      booleanField({
        description:
          'Says that the account forwards its own copies of the calls into our roles, which name the caller.',
        noun: 'true or false',
        write: 'true or false without quotes',
      }),
    ),
  },
  { error: mendingWords({ noun: 'a trusted account', write: 'id and name under it' }) },
);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export const principalSchema = z.strictObject(
  {
    id: textField(
      {
        description: 'Unique id of an IAM user (AIDA...) or of a role (AROA...) in another account.',
        noun: 'the unique id of a user or a role',
        write: 'AIDA... or AROA... as the history shows it, without the colon and what follows',
      },
      /^A(?:IDA|ROA)[A-Z0-9]{12,28}$/,
    ),
    name: nameField('The person or the team behind it.'),
  },
  { error: mendingWords({ noun: 'a principal', write: 'id and name under it' }) },
);

export const deployerField = textField(
  {
    description: 'ARN of somebody who deploys Rolecall; * stands for any text.',
    noun: 'the ARN of a user, a role or a session',
    write: 'e.g. arn:aws:sts::111122223333:assumed-role/deploy/*',
  },
  /^arn:aws[a-z-]*:(?:iam::(?:\d{12}|\*):(?:root|(?:user|role)\/\S+)|sts::(?:\d{12}|\*):(?:assumed-role|federated-user)\/\S+)$/,
);
