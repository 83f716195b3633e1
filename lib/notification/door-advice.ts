/** What somebody woken at night can do about a door that should not have been opened. */
import type { Door, DoorKind } from '../access/door.ts';

export const adviceFor = ({ kind, outcome }: Door): string =>
  outcome === 'success'
    ? ADVICE[kind]
    : 'nothing has changed; find out whose session it was and end it, because somebody tried what they may not do';

const ADVICE: Readonly<Record<DoorKind, string>> = {
  trust:
    'put the earlier trust policy back, then revoke the active sessions of the role in IAM: they outlive the policy',
  'role-rights': 'take the change back, then look in CloudTrail at what the role has done since',
  'role-change': 'set the role back to what it was, then ask who did it',
  'iam-user':
    'deactivate the new key or password in IAM at once (deleting can wait), then look at what it was used for',
  federation:
    'delete the identity provider or put its earlier settings back: whoever controls it can be anybody',
  'roles-anywhere': 'disable the trust anchor and the profile in IAM Roles Anywhere',
  'identity-center':
    'take the assignment back in IAM Identity Center, in its own account, and end the user’s sessions',
  organization: 'ask whoever runs the organization; look at its policies and its delegated administrators',
  login:
    'change the password of the user, deactivate its keys, and end its sessions with a policy that denies older ones',
  root: 'sign in as root, change the password, remove second factors and access keys you do not know; ask AWS Support if you cannot get in',
  'federation-token': 'deny everything to the user who made it: deactivating the key does not end the token',
  'resource-policy': 'take the statement out of the policy, then look at who has used it since',
  'public-access': 'turn the block on again, then look for what was public meanwhile',
  sharing: 'stop the sharing at once; what was copied meanwhile is gone',
  'key-grant': 'revoke the grant, then look at what the key was used for since',
  'function-code':
    'put the last known version back, and take everything that the function’s role may reach for reached',
  trail: 'start the trail again, then look in the event history of CloudTrail at what was done meanwhile',
  detection: 'turn it on again, then look in CloudTrail at what was done meanwhile',
  rolecall: 'deploy Rolecall again, then run "npx rolecall doctor"; look at what was done meanwhile',
  region: 'give the Region its rules or disable it, then look at what was done there',
};
