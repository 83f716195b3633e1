/** Whether a policy gives so much that whoever has it needs no designated role any more. */
import { matchesGlob } from '../../iam/glob.ts';
import type { PolicyDocument, PolicyStatement } from '../../iam/read-policy.ts';

/**
 * Rights of which any one, on everything, is enough to get every other.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
const MASTER_KEYS = [
  'iam:attachrolepolicy',
  'iam:attachuserpolicy',
  'iam:createaccesskey',
  'iam:createpolicyversion',
  'iam:putrolepolicy',
  'iam:putuserpolicy',
  'iam:updateassumerolepolicy',
  'sts:assumerole',
];

/** Denials are not looked at: they narrow, but what is left is still worth a look. */
export const isPowerful = (policy: PolicyDocument): boolean => policy.statements.some(givesMuch);

/** Whether it only takes away, as the policies do that lock somebody out. */
export const onlyDenies = (policy: PolicyDocument): boolean =>
  policy.statements.length > 0 && policy.statements.every(({ effect }) => effect === 'Deny');

const givesMuch = (statement: PolicyStatement): boolean =>
  statement.effect === 'Allow' &&
  onEverything(statement) &&
  (statement.notActions.length > 0 ||
    statement.actions.some((pattern) =>
      MASTER_KEYS.some((action) => matchesGlob(pattern.toLowerCase(), action)),
    ));

/** `*`, or every role, user or policy there is. */
const EVERYTHING = /^(\*+|arn:[^:]*:(\*|iam):[^:]*:[^:]*:(\*|(role|user|policy|group)\/\*))$/;

const onEverything = ({ resources, notResources }: PolicyStatement): boolean =>
  notResources.length > 0 || resources.some((resource) => EVERYTHING.test(resource));

const POWERFUL_NAMES = ['AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess'];

/** Managed policies of AWS that give much; of a customer's own the record does not tell. */
export const isPowerfulManaged = (policyArn: string): boolean =>
  POWERFUL_NAMES.some((name) => policyArn.endsWith(`:iam::aws:policy/${name}`));

/** AWS attaches these to a user whose access key it has found in public. */
export const isQuarantine = (policy: string): boolean => /(^|\/)AWSCompromisedKeyQuarantine/.test(policy);
