/**
 * Policies of REST APIs. An API is reached by its own rules as well (keys, authorizers), and a policy inside an imported
 * definition is not looked for: CloudTrail does not record the body.
 */
import { type JsonObject, isObject, textAt } from '../../kernel/json.ts';
import { byCloudFormation, called, parametersOf, shownName, was } from './attempt.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { grantOf } from './grant.ts';
import { openedDoor } from './opened-door.ts';
import { listOf, seek, seekText } from './seek.ts';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateRestApi.html: the policy is a patch at `/policy`. */
const policyIn = (record: JsonObject): unknown => {
  const parameters = parametersOf(record);
  const patch = listOf(seek(parameters, 'patchOperations')).find(
    (operation) => isObject(operation) && textAt(operation, 'path') === '/policy',
  );
  return patch === undefined ? seek(parameters, 'policy') : textAt(patch, 'value');
};

/** A route of an HTTP API that asks nobody who they are any more. Of APIs no name tells whose they are: ours may be among them. */
const readRoute: DoorDecoder['read'] = (record) => {
  if (seekText(parametersOf(record), 'authorizationType') !== 'NONE') return undefined;
  const name = shownName(record, 'apiId');
  const deployed = byCloudFormation(record);
  return {
    kind: 'resource-policy',
    subject: { type: 'HTTP API', name },
    explanation: `a route of ${called('HTTP API', name)} ${was(record)} opened to anybody, without signing in`,
    opens: [],
    weight: deployed ? 'recorded' : 'normal',
    because: deployed ? 'a deploy by CloudFormation did it' : 'whoever calls it is not asked who they are',
  };
};

export const API_DOORS: readonly DoorDecoder[] = [
  {
    eventSource: 'apigateway.amazonaws.com',
    eventNames: ['UpdateRestApi', 'CreateRestApi'],
    read: (record, context) => {
      const policy = policyIn(record);
      if (policy === undefined) return undefined;
      const name = shownName(record, 'restApiId', 'name');
      return openedDoor({
        record,
        context,
        kind: 'resource-policy',
        type: 'REST API',
        name,
        grant: grantOf(policy, context),
        verb: 'opened to',
        otherwise: `the policy of ${called('REST API', name)} ${was(record)} set`,
      });
    },
  },
  { eventSource: 'apigateway.amazonaws.com', eventNames: ['UpdateRoute'], read: readRoute },
];
