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

/** Where anybody can have an account, a subject says whose it is only with its owner written out. */
export const ownSubjectField = textField(
  {
    description:
      'Subject of a web identity that is ours, * for any text behind its owner; with its issuer where it has no owner.',
    noun: 'a subject of our own',
    write: 'e.g. repo:acme/*, project_path:acme/* or accounts.google.com:110248495921238986420',
  },
  /^(?:(?:repo|project_path):[^\s:*?/]+\/\S+|(?:organization|owner|pulumi:deploy:org):[^\s:*?]+:\S+|repository_id:\d+|(?!(?:token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|agent\.buildkite\.com|oidc\.vercel\.com|api\.pulumi\.com\/oidc):)[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[^\s:*?]*)?:\S+)$/,
);
