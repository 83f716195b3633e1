/** Networks joined with another account's, endpoints offered to it, logs sent to it. */
import { isAccountId, parseArn } from '../../kernel/arn.ts';
import { type JsonObject, textAt } from '../../kernel/json.ts';
import { called, parametersOf, shownName, was } from './attempt.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { type Grant, grantTo, NOTHING } from './grant.ts';
import { openedDoor } from './opened-door.ts';
import { seek, seekText, textsIn } from './seek.ts';

const EC2 = 'ec2.amazonaws.com';

const toAccount = (accountId: string | undefined, context: DoorContext): Grant =>
  accountId !== undefined && isAccountId(accountId) ? grantTo([accountId], context) : NOTHING;

/** The other side; a peer without an owner is in the same account. */
const offeredTo = (record: JsonObject): string | undefined =>
  textAt(parametersOf(record), 'peerOwnerId') ??
  seekText(seek(record['responseElements'], 'accepterVpcInfo'), 'ownerId');

const offeredBy = (record: JsonObject): string | undefined =>
  seekText(seek(record['responseElements'], 'requesterVpcInfo'), 'ownerId');

const peering =
  (
    otherSide: (record: JsonObject) => string | undefined,
    names: readonly string[],
    verb: string,
  ): DoorDecoder['read'] =>
  (record, context) => {
    const name = shownName(record, ...names);
    return openedDoor({
      record,
      context,
      kind: 'sharing',
      type: 'network',
      name,
      grant: toAccount(otherSide(record), context),
      verb,
      otherwise: `a peering of ${called('network', name)} ${was(record)} ${verb.startsWith('offered') ? 'offered' : 'accepted'}`,
    });
  };

/** Principals may come as texts or wrapped: `{ tag: 1, content: "arn:..." }`. */
const endpointService: DoorDecoder['read'] = (record, context) => {
  const name = shownName(record, 'serviceId');
  return openedDoor({
    record,
    context,
    kind: 'sharing',
    type: 'endpoint service',
    name,
    grant: grantTo(textsIn(seek(parametersOf(record), 'addAllowedPrincipals')), context),
    verb: 'opened to',
    otherwise: `who may connect to ${called('endpoint service', name)} ${was(record)} changed`,
  });
};

/** A subscription sends every line of a log group to where it points. */
const subscriptionFilter: DoorDecoder['read'] = (record, context) => {
  const name = shownName(record, 'logGroupName');
  const destination = textAt(parametersOf(record), 'destinationArn');
  return openedDoor({
    record,
    context,
    kind: 'sharing',
    type: 'log group',
    name,
    grant: toAccount(destination === undefined ? undefined : parseArn(destination)?.accountId, context),
    verb: 'set to send its lines to',
    otherwise: `a subscription of ${called('log group', name)} ${was(record)} set`,
  });
};

export const NETWORK_DOORS: readonly DoorDecoder[] = [
  {
    eventSource: EC2,
    eventNames: ['CreateVpcPeeringConnection'],
    read: peering(offeredTo, ['vpcId'], 'offered for peering to'),
  },
  {
    eventSource: EC2,
    eventNames: ['AcceptVpcPeeringConnection'],
    read: peering(offeredBy, ['vpcPeeringConnectionId'], 'joined with that of'),
  },
  { eventSource: EC2, eventNames: ['ModifyVpcEndpointServicePermissions'], read: endpointService },
  { eventSource: 'logs.amazonaws.com', eventNames: ['PutSubscriptionFilter'], read: subscriptionFilter },
];
