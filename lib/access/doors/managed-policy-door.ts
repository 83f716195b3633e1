/** Managed policies: what everything they are attached to may do. The record does not tell what that is. */
import { type Act, aThing, isSet, param, shownAt, UNNAMED } from './act.ts';
import { refusedName } from './refused-name.ts';
import { policyNameOf, strengthOf } from './role-rights-door.ts';
import { doorOf, OPENS_NOTHING, passive, type Told } from './tell-door.ts';

const policyOf = (act: Act): string =>
  param(act, 'policyArn') ??
  shownAt(act.record, 'responseElements', 'policy', 'arn') ??
  param(act, 'policyName') ??
  refusedName(act.record, 'policy') ??
  UNNAMED;

const tellNewPolicy = (act: Act): Told => ({
  subject: { type: 'policy', name: policyOf(act) },
  says: passive(aThing('policy', policyNameOf(policyOf(act))), 'created'),
  weight: 'recorded',
  because: 'a new policy is attached to nobody yet',
});

const tellNewVersion = (act: Act): Told => {
  const name = policyNameOf(policyOf(act));
  const inForce = isSet(act, 'setAsDefault');
  const much = inForce && !act.refused && strengthOf(act) === 'much';
  return {
    subject: { type: 'policy', name: policyOf(act) },
    says: passive(
      `a new version of ${aThing('policy', name)}`,
      act.refused ? 'created' : inForce ? 'created and put in force' : 'created, but not put in force',
    ),
    ...(much ? GIVES_MUCH : OPENS_NOTHING),
  };
};

const GIVES_MUCH = {
  weight: 'normal',
  because: 'it gives whatever the policy is attached to the rights of a designated role',
} as const;

const tellSetVersion = (act: Act): Told => ({
  subject: { type: 'policy', name: policyOf(act) },
  says: passive(
    `${aThing('version', param(act, 'versionId'))} of ${aThing('policy', policyNameOf(policyOf(act)))}`,
    'put in force',
  ),
  weight: 'normal',
  because: 'whatever the policy is attached to has other rights; which, the record does not tell',
});

export const MANAGED_POLICY_DOOR = doorOf('role-rights', 'iam.amazonaws.com', {
  CreatePolicy: tellNewPolicy,
  CreatePolicyVersion: tellNewVersion,
  SetDefaultPolicyVersion: tellSetVersion,
});
