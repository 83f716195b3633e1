/** AWS Resource Access Manager: whole resources that other accounts may use as their own. */
import type { Opening } from '../../iam/opening.ts';
import { parseArn } from '../../kernel/arn.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { DoorFinding } from '../door.ts';
import { called, parametersOf, shownName, was } from './attempt.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { type Grant, grantTo, together } from './grant.ts';
import { openedDoor } from './opened-door.ts';
import { seek, seekFlag, textsIn } from './seek.ts';

const RAM = 'ram.amazonaws.com';

/**
 * Accounts, roles, users, services; an organization or a part of one can only be one's own.
 * https://docs.aws.amazon.com/ram/latest/userguide/getting-started-sharing.html
 */
const shareGrant = (record: JsonObject, context: DoorContext): Grant => {
  const principals = textsIn(seek(parametersOf(record), 'principals'));
  const isOrganization = (principal: string): boolean => parseArn(principal)?.service === 'organizations';
  const organizations = principals.filter(isOrganization).map(
    (principal): Opening => ({
      kind: 'organization',
      principal: principal.slice(0, 256),
      outside: false,
      onlyIf: [],
      without: [],
    }),
  );
  const others = principals.filter((principal) => !isOrganization(principal));
  return together(grantTo(others, context), { opens: organizations, actions: [] });
};

const share: DoorDecoder['read'] = (record, context) => {
  const name = shownName(record, 'name', 'resourceShareArn');
  const resources = textsIn(seek(parametersOf(record), 'resourceArns'));
  const outsidersMayJoin =
    (seekFlag(parametersOf(record), 'allowExternalPrincipals') ??
      seekFlag(record['responseElements'], 'allowExternalPrincipals')) === true;
  return openedDoor({
    record,
    context,
    kind: 'sharing',
    type: 'resource share',
    name,
    grant: shareGrant(record, context),
    verb: 'opened to',
    otherwise: `${called('resource share', name)} ${was(record)} made or changed`,
    more: [
      ...(resources.length === 0 ? [] : [`, with ${counted(resources)}`]),
      ...(outsidersMayJoin ? [', and accounts outside the organization may be added'] : []),
    ].join(''),
  });
};

const counted = (resources: readonly string[]): string =>
  resources.length > 3
    ? `${resources.length} resources`
    : resources.map((arn) => arn.slice(0, 256)).join(', ');

const organizationSharing: DoorDecoder['read'] = (record, context): DoorFinding => ({
  kind: 'sharing',
  subject: { type: 'account', name: context.accountId },
  explanation: `sharing with every account of the organization, without their asking, ${was(record)} turned on`,
  opens: [],
  weight: 'recorded',
  because: 'it opens nothing to outside',
});

export const SHARE_DOORS: readonly DoorDecoder[] = [
  {
    eventSource: RAM,
    eventNames: ['CreateResourceShare', 'AssociateResourceShare', 'UpdateResourceShare'],
    read: share,
  },
  { eventSource: RAM, eventNames: ['EnableSharingWithAwsOrganization'], read: organizationSharing },
];
