/** Facts worth a second look that only the entered role's trust policy tells. */
import { unpinnedSourceIdentity } from './observation-reasons.ts';
import type { Observation } from './observations.ts';
import type { RoleAccess } from './role-access.ts';

/** Empty while nobody has read the policy. `thirdParty`: a vendor enters by this role. */
export const observeTrust = (
  { trust, session, caller, outcome, kind }: RoleAccess,
  { thirdParty }: { readonly thirdParty: boolean },
): readonly Observation[] => {
  if (trust === undefined || outcome !== 'success' || kind === 'saml' || kind === 'web-identity') return [];
  const claimsIdentity = session.sourceIdentity !== undefined && caller.type !== 'aws-service';
  return [
    ...(claimsIdentity && trust.sourceIdentity === 'free' ? [unpinnedSourceIdentity()] : []),
    ...(thirdParty && !trust.externalId ? [NOT_DEMANDED] : []),
  ];
};

/** Whether one was passed or not: without it, whoever learns the role's ARN can have the vendor enter for him. */
const NOT_DEMANDED: Observation = {
  code: 'no-external-id',
  reason: 'The trust policy of the role demands no external ID, although the role is for a third party.',
};
