/** Whether a policy gives so much that whoever has it needs no designated role any more. */
import { matchesGlob } from '../../iam/glob.ts';
import type { PolicyDocument, PolicyStatement } from '../../iam/read-policy.ts';
import type { DoorContext } from './door-context.ts';

/**
 * Rights of which any one, on everything, is enough to get every other.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
const MASTER_KEYS = [
  'iam:addusertogroup',
  'iam:attachgrouppolicy',
  'iam:attachrolepolicy',
  'iam:attachuserpolicy',
  'iam:createaccesskey',
  'iam:createloginprofile',
  'iam:createpolicyversion',
  'iam:passrole',
  'iam:putgrouppolicy',
  'iam:putrolepolicy',
  'iam:putuserpolicy',
  'iam:setdefaultpolicyversion',
  'iam:updateloginprofile',
  'iam:updateassumerolepolicy',
  'sts:assumerole',
];

/** Denials are not looked at: they narrow, but what is left is still worth a look. */
export const isPowerful = (
  policy: PolicyDocument,
  isDesignated: DoorContext['isDesignated'] = () => false,
): boolean => policy.statements.some((statement) => givesMuch(statement, isDesignated));

/** Whether it only takes away, as the policies do that lock somebody out. */
export const onlyDenies = (policy: PolicyDocument): boolean =>
  policy.statements.length > 0 && policy.statements.every(({ effect }) => effect === 'Deny');

const givesMuch = (statement: PolicyStatement, isDesignated: DoorContext['isDesignated']): boolean =>
  statement.effect === 'Allow' &&
  (onEverything(statement) ||
    statement.resources.some((resource) => coversDesignated(resource, isDesignated))) &&
  (statement.notActions.length > 0 ||
    statement.actions.some((pattern) =>
      MASTER_KEYS.some((action) => matchesGlob(pattern.toLowerCase(), action)),
    ));

/** `*`, or every role, user or policy there is. */
const EVERYTHING = /^(\*+|arn:[^:]*:(\*|iam):[^:]*:[^:]*:(\*|(role|user|policy|group)\/\*))$/;

/** Whatever a pattern looks like: one that takes in these takes in every one. */
const ANY = ['aws', 'aws-cn', 'aws-us-gov'].flatMap((partition) =>
  ['role', 'user', 'policy', 'group'].map((type) => `arn:${partition}:iam::000000000000:${type}/any`),
);

const onEverything = ({ resources, notResources }: PolicyStatement): boolean =>
  notResources.length > 0 ||
  resources.some(
    (resource) =>
      EVERYTHING.test(resource) ||
      ANY.some((arn) => matchesGlob(resource.replace(/:iam::\d{12}:/, ':iam::*:'), arn)),
  );

/** What may stand for the wildcards of a pattern: the names of designated roles are patterns, too. */
const FILLINGS = ['*', '', '-', '-x'];

/** A designated role by its name, or by a pattern that takes it in. */
const coversDesignated = (resource: string, isDesignated: DoorContext['isDesignated']): boolean => {
  const name = /:role\/(?:.*\/)?([^/]+)$/.exec(resource)?.[1];
  return (
    name !== undefined &&
    FILLINGS.some((filling) => isDesignated(name.slice(0, 256).replaceAll(/[*?]/g, filling)))
  );
};

const POWERFUL_NAMES = ['AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess'];

/** Managed policies of AWS that give much (`AdministratorAccess-Amplify`); of a customer's own the record does not tell. */
export const isPowerfulManaged = (policyArn: string): boolean =>
  POWERFUL_NAMES.some((name) => policyArn.endsWith(`:iam::aws:policy/${name}`)) ||
  policyArn.includes(':iam::aws:policy/AdministratorAccess-');

/** AWS attaches these to a user whose access key it has found in public. */
export const isQuarantine = (policy: string): boolean => /(^|\/)AWSCompromisedKeyQuarantine/.test(policy);
