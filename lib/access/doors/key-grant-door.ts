/**
 * Grants on KMS keys. AWS's services make them all day long, so only one that names somebody of another account is a door;
 * everything else is not even kept. https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
import { at, textAt } from '../../kernel/json.ts';
import { called, parametersOf, shownName, was } from './attempt.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { grantTo } from './grant.ts';
import { openedDoor } from './opened-door.ts';
import { textsIn } from './seek.ts';

const read: DoorDecoder['read'] = (record, context) => {
  const parameters = parametersOf(record);
  const name = shownName(record, 'keyId');
  const principals = [textAt(parameters, 'granteePrincipal'), textAt(parameters, 'retiringPrincipal')].filter(
    (principal) => principal !== undefined,
  );
  const grant = grantTo(principals, context);
  if (!grant.opens.some(({ outside }) => outside)) return undefined;
  return openedDoor({
    record,
    context,
    kind: 'key-grant',
    type: 'KMS key',
    name,
    grant: { ...grant, actions: textsIn(at(parameters, 'operations')) },
    verb: 'granted to',
    otherwise: `a grant on ${called('KMS key', name)} ${was(record)} made`,
  });
};

/** Of services of AWS the record names the host: the rule keeps them out. An account may be named by its number alone. */
const nobodyOfAws = [{ 'anything-but': { suffix: ['.amazonaws.com', '.amazonaws.com.cn'] } }];

export const KEY_GRANT_DOORS: readonly DoorDecoder[] = [
  {
    eventSource: 'kms.amazonaws.com',
    eventNames: ['CreateGrant'],
    detail: { requestParameters: { granteePrincipal: nobodyOfAws } },
    read,
  },
  {
    eventSource: 'kms.amazonaws.com',
    eventNames: ['CreateGrant'],
    detail: { requestParameters: { retiringPrincipal: nobodyOfAws } },
    read,
  },
];
