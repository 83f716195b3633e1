/** Do the roles of rolecall.yml exist, and is there a role that ought to stand there and does not? */
import type { RoleState } from '../../history/survey.ts';
import { openingsOf } from '../../iam/openings-of.ts';
import type { Opening } from '../../iam/opening.ts';
import { readPolicy } from '../../iam/read-policy.ts';
import { parseRoleArn } from '../../kernel/arn.ts';
import { findDesignated } from '../../policy/designated-role.ts';
import { oursIn } from '../../policy/ours-in.ts';
import type { DesignatedRole, Policy } from '../../policy/policy.ts';
import { type Finding, findingsOf, someOf } from './finding.ts';

/** What AWS Organizations makes in every account it creates. */
const ORGANIZATION_ROLE = 'OrganizationAccountAccessRole';

interface Asked {
  readonly policy: Policy;
  readonly roles: readonly RoleState[];
  /** The account whose roles these are. */
  readonly accountId: string;
}

export const judgeRoles = (asked: Asked): readonly Finding[] => [
  ...judgeMissing(asked),
  ...judgeUndesignated(asked),
  judgeOrganizationRole(asked),
];

/** A pattern that no role fits is mostly a slip of the pen: the role it means is not announced. */
const judgeMissing = ({ policy, roles, accountId }: Asked): readonly Finding[] => {
  const { ok, warning, unknown } = findingsOf('role-missing');
  const visible = new Set([accountId, ...roles.map(({ arn }) => parseRoleArn(arn)?.accountId ?? '')]);
  const hidden = policy.roles.filter((role) => !visible.has(role.accountId));
  const missing = policy.roles.filter(
    (role) =>
      visible.has(role.accountId) &&
      !isOrganizationRole(role) &&
      !roles.some(({ arn }) => findDesignated({ ...policy, roles: [role] }, arn) !== undefined),
  );
  const found = missing.map(({ pattern }) =>
    warning({
      subject: `role ${pattern}`,
      sentence: 'fits no role there is',
      mend: 'correct it in rolecall.yml and deploy, or make the role',
      command: "aws iam list-roles --query 'Roles[].Arn' --output text",
    }),
  );
  const accounts = [...new Set(hidden.map((role) => role.accountId))];
  return [
    ...(found.length > 0 || hidden.length === policy.roles.length
      ? found
      : [ok('roles of rolecall.yml', 'each of them that can be seen from here exists')]),
    ...(accounts.length === 0
      ? []
      : [
          unknown({
            subject: 'roles of other accounts',
            sentence: `those of ${someOf(accounts)} cannot be seen from account ${accountId}`,
            mend: 'run the doctor with credentials of those accounts',
          }),
        ]),
  ];
};

const isOrganizationRole = ({ pattern }: DesignatedRole): boolean =>
  pattern.endsWith(`/${ORGANIZATION_ROLE}`);

/** Words that make a role's name look like a way into production. */
const WORDS =
  /(^|[-_./])(prod|production|prd|admin|administrator|root|superuser|poweruser|breakglass|break-glass|emergency)([-_./]|$)/i;
const ADMINISTRATOR = /^AWSReservedSSO_(Administrator|PowerUser|Prod)/i;

const looksLikeProduction = (name: string): boolean =>
  WORDS.test(name.replace(/([a-z0-9])([A-Z])/g, '$1-$2')) || ADMINISTRATOR.test(name);

/** Of AWS's services alone: nobody enters them. */
const isOfServices = (arn: string): boolean => /:role\/(aws-service-role|rolecall-canary)\//.test(arn);

const judgeUndesignated = ({ policy, roles, accountId }: Asked): readonly Finding[] => {
  const { ok, warning } = findingsOf('role-undesignated');
  const others = roles
    .filter(({ arn }) => !isOfServices(arn) && findDesignated(policy, arn) === undefined)
    .map((role) => ({ role, openings: openingsInto(policy, role, accountId) }));
  const forPeople = others.filter(({ openings }) => openings?.every(isService) !== true);
  const named = forPeople.filter(({ role }) => looksLikeProduction(role.name)).map(({ role }) => role.name);
  const open = others.filter(({ openings }) => openings?.some(({ outside }) => outside) === true);
  const found: Finding[] = [];
  if (named.length > 0) {
    found.push(
      warning({
        subject: 'roles that look like production',
        sentence: `${count(named)} not in rolecall.yml: ${someOf(named)}`,
        mend: 'designate them, or rename them: whoever enters them is not announced',
      }),
    );
  }
  if (open.length > 0) {
    found.push(
      warning({
        subject: 'roles that let an outside account in',
        sentence: `${count(open)} not in rolecall.yml: ${someOf(open.map(sayOpen))}`,
        mend: 'designate them, or close them: whoever enters them is not announced',
      }),
    );
  }
  return found.length > 0
    ? found
    : [ok('roles that are not designated', 'none looks like production or lets an outside account in')];
};

const count = (list: readonly unknown[]): string =>
  list.length === 1 ? 'one is' : `${String(list.length)} are`;

const sayOpen = ({
  role,
  openings,
}: {
  readonly role: RoleState;
  readonly openings?: readonly Opening[] | undefined;
}): string => {
  const outside = (openings ?? []).filter((opening) => opening.outside);
  const whom = [...new Set(outside.map(({ accountId, principal }) => accountId ?? principal))];
  return `${role.name} (${someOf(whom, 3)})`;
};

const isService = ({ kind }: Opening): boolean => kind === 'service';

/** `undefined`: its trust policy is not known. */
const openingsInto = (
  policy: Policy,
  { trust }: RoleState,
  accountId: string,
): readonly Opening[] | undefined => {
  const read = trust === undefined ? undefined : readPolicy(trust);
  if (read?.ok !== true) return undefined;
  return openingsOf(read.value, {
    ...oursIn(policy, accountId),
    actions: ENTRIES,
  });
};

const ENTRIES = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];

/** Whoever administers the organisation enters every account by it. */
const judgeOrganizationRole = ({ policy, roles }: Asked): Finding => {
  const { ok, warning } = findingsOf('organization-role');
  const found = roles.filter(({ name }) => name === ORGANIZATION_ROLE);
  if (found.length === 0) return ok(ORGANIZATION_ROLE, 'does not exist here');
  return found.every(({ arn }) => findDesignated(policy, arn) !== undefined)
    ? ok(ORGANIZATION_ROLE, 'exists and is designated')
    : warning({
        subject: ORGANIZATION_ROLE,
        sentence: 'exists and is not designated: the organisation’s administrators enter by it unannounced',
        mend: 'set organizationAccountAccessRole: true in rolecall.yml and deploy',
      });
};
