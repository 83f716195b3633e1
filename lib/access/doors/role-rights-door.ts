/** What a role may do: the policies attached to it and written into it, its boundary, the instances that carry it. */
import { readPolicy } from '../../iam/read-policy.ts';
import { at } from '../../kernel/json.ts';
import { type Act, aThing, param } from './act.ts';
import { isPowerful, isPowerfulManaged, onlyDenies } from './policy-strength.ts';
import { refusedName } from './refused-name.ts';
import { doorOf, OPENS_NOTHING, passive, TAKES_AWAY, type Teller, type Told } from './tell-door.ts';
import { roleNameOf } from './trust-door.ts';

/** The name people know a policy by: the last part of its ARN. */
export const policyNameOf = (policyArn: string): string => policyArn.slice(policyArn.lastIndexOf('/') + 1);

/** The name of a policy of which the request holds the ARN. */
export const policyParam = (act: Act, key: string): string | undefined => {
  const arn = param(act, key);
  return arn && policyNameOf(arn);
};

interface RightsChange {
  readonly what: (act: Act) => string;
  /** With the role's name behind it. */
  readonly done: string;
  /** Whether the role has more rights afterwards; `much`: enough to need no designated role. */
  readonly gives: (act: Act) => Gives;
}

/** `free`: nothing limits any more what it has. */
type Gives = 'much' | 'some' | 'less' | 'free';

const onRole =
  ({ what, done, gives }: RightsChange): Teller =>
  (act) => {
    const name = roleNameOf(act);
    return {
      subject: { type: 'role', name },
      says: passive(what(act), `${done} ${aThing('role', name)}`),
      ...weigh(act.context.isDesignated(name), gives(act)),
    };
  };

const weigh = (designated: boolean, gives: Gives): Pick<Told, 'weight' | 'because'> => {
  if (designated) return { weight: 'normal', because: 'it changes what a designated role may do' };
  if (gives === 'much') {
    return { weight: 'normal', because: 'it gives a role that is not designated the rights of one' };
  }
  if (gives === 'free')
    return { weight: 'normal', because: 'nothing limits the rights of the role any more' };
  return gives === 'less' ? TAKES_AWAY : OPENS_NOTHING;
};

const managed = (act: Act): string => aThing('policy', policyParam(act, 'policyArn'));
const inline = (act: Act): string => aThing('inline policy', param(act, 'policyName'));
const boundary = (act: Act): string =>
  aThing('permissions boundary', policyParam(act, 'permissionsBoundary'));

/** How much a document in the request gives; one that cannot be read may give anything. */
export const strengthOf = (act: Act): 'much' | 'some' | 'less' => {
  const policy = readPolicy(at(act.record, 'requestParameters', 'policyDocument'));
  if (!policy.ok || isPowerful(policy.value, act.context.isDesignated)) return 'much';
  return onlyDenies(policy.value) ? 'less' : 'some';
};

/**
 * "Revoke active sessions" of the console writes this policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
const REVOCATION = 'AWSRevokeOlderSessions';

const tellInline: Teller = (act) => {
  if (param(act, 'policyName') === REVOCATION && strengthOf(act) === 'less') {
    const name = roleNameOf(act);
    return {
      subject: { type: 'role', name },
      says: (refused) =>
        `all sessions of role ${name} begun until then ${refused ? 'would have been' : 'were'} revoked`,
      weight: 'recorded',
      because: 'it ends sessions and opens nothing',
    };
  }
  return onRole({ what: inline, done: 'written into', gives: strengthOf })(act);
};

export const ROLE_RIGHTS_DOOR = doorOf('role-rights', 'iam.amazonaws.com', {
  AttachRolePolicy: onRole({
    what: managed,
    done: 'attached to',
    gives: (act) => (isPowerfulManaged(param(act, 'policyArn') ?? '') ? 'much' : 'some'),
  }),
  PutRolePolicy: tellInline,
  DetachRolePolicy: onRole({ what: managed, done: 'detached from', gives: () => 'less' }),
  DeleteRolePolicy: onRole({ what: inline, done: 'deleted from', gives: () => 'less' }),
  PutRolePermissionsBoundary: onRole({
    what: boundary,
    done: 'set on',
    gives: (act) => (isPowerfulManaged(param(act, 'permissionsBoundary') ?? '') ? 'free' : 'less'),
  }),
  DeleteRolePermissionsBoundary: onRole({
    what: () => 'the permissions boundary',
    done: 'taken off',
    gives: () => 'free',
  }),
  AddRoleToInstanceProfile: onRole({
    what: (act) =>
      aThing(
        'instance profile',
        param(act, 'instanceProfileName') ?? refusedName(act.record, 'instance profile'),
      ),
    done: 'given',
    gives: () => 'some',
  }),
});
