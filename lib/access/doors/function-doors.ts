/**
 * Functions: who may call them, and what they do. Whoever changes a function's code acts with its role from then on.
 * Names of Lambda's events end in the version of the API (`AddPermission20150331v2`).
 */
import { type Arn, parseArn, parseRoleArn } from '../../kernel/arn.ts';
import { compact, isObject, type JsonObject, parseJson, textAt } from '../../kernel/json.ts';
import type { DoorFinding } from '../door.ts';
import { isRefused } from './act.ts';
import { called, parametersOf, shownName, was } from './attempt.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { type Grant, grantIf, grantOf, NOTHING, UNNAMED_GRANT } from './grant.ts';
import { openedDoor } from './opened-door.ts';
import { seek, seekText } from './seek.ts';

const LAMBDA = 'lambda.amazonaws.com';

/** The statement as AWS wrote it, which has every condition; of an attempt what was asked for. */
export const permissionGrant = (record: JsonObject, context: DoorContext): Grant => {
  const statement = statementIn(record);
  if (statement !== undefined) return grantOf({ Version: '2012-10-17', Statement: [statement] }, context);
  const parameters = parametersOf(record);
  const principal = textAt(parameters, 'principal');
  if (principal === undefined) return isRefused(record) ? NOTHING : UNNAMED_GRANT;
  const organization = textAt(parameters, 'principalOrgID') ?? textAt(parameters, 'organizationId');
  const equals = compact({
    'aws:SourceAccount': textAt(parameters, 'sourceAccount'),
    'aws:PrincipalOrgID': organization,
  });
  const like = compact({ 'aws:SourceArn': textAt(parameters, 'sourceArn') });
  return grantIf(principal, { StringEquals: equals, ArnLike: like }, context);
};

const statementIn = (record: JsonObject): unknown => {
  const statement = parseJson(seekText(record['responseElements'], 'statement') ?? '');
  return isObject(statement) ? statement : undefined;
};

const permission =
  (type: string, nameAt: string): DoorDecoder['read'] =>
  (record, context) => {
    const name = shownName(record, nameAt);
    const action = textAt(parametersOf(record), 'action');
    const grant = permissionGrant(record, context);
    return openedDoor({
      record,
      context,
      kind: 'resource-policy',
      type,
      name,
      grant: { ...grant, actions: action === undefined ? grant.actions : [action] },
      verb: 'opened to',
      otherwise: `a permission ${was(record)} added to ${called(type, name)}`,
    });
  };

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html: `NONE` asks nobody who they are. */
const functionUrl: DoorDecoder['read'] = (record, context) => {
  const name = shownName(record, 'functionName');
  const isOpen = seekText(parametersOf(record), 'authType') === 'NONE';
  const anybody: Grant = {
    opens: [{ kind: 'everyone', principal: '*', outside: true, onlyIf: [], without: ['without signing in'] }],
    actions: [],
  };
  return openedDoor({
    record,
    context,
    kind: 'resource-policy',
    type: 'function',
    name,
    grant: isOpen ? anybody : NOTHING,
    verb: 'given a URL open to',
    otherwise: `the URL of ${called('function', name)} ${was(record)} set`,
  });
};

const DID: readonly (readonly [string, string])[] = [
  ['CreateFunction', 'created'],
  ['UpdateFunctionCode', 'given other code'],
  ['UpdateFunctionConfiguration', 'given other settings'],
];

/** Deploys do this all day, so it rings only where the function acts with a designated role. */
const functionCode: DoorDecoder['read'] = (record, context): DoorFinding => {
  const name = shownName(record, 'functionName');
  const eventName = textAt(record, 'eventName') ?? '';
  const did = DID.find(([event]) => eventName.startsWith(event))?.[1] ?? 'changed';
  const role = roleOf(record);
  const designated =
    role !== undefined && role.accountId === context.accountId && context.isDesignated(role.name);
  const layers = foreignLayers(record, context);
  return {
    kind: 'function-code',
    subject: { type: 'function', name },
    explanation: [
      `${called('function', name)} ${was(record)} ${did}`,
      ...(role === undefined ? [] : [`its code acts with role ${role.name.slice(0, 64)}`]),
      ...(layers.length === 0 ? [] : [`it includes layers of ${layers.join(', ')}`]),
    ].join('; '),
    opens: [],
    ...weigh(designated, layers.length > 0),
  };
};

const weigh = (designated: boolean, foreign: boolean): Pick<DoorFinding, 'weight' | 'because'> => {
  if (designated) return { weight: 'normal', because: 'its code acts with a designated role' };
  if (foreign) return { weight: 'normal', because: 'code of an account that is not trusted runs in it' };
  return { weight: 'recorded', because: 'it opens nothing to outside' };
};

const roleOf = (record: JsonObject) => {
  const arn = seekText(parametersOf(record), 'role') ?? textAt(record, 'responseElements', 'role');
  return arn === undefined ? undefined : parseRoleArn(arn);
};

/**
 * Accounts from which AWS itself publishes layers: Powertools, Insights, OpenTelemetry, pandas, secrets, AppConfig; the last
 * two from one account for each Region, of which the larger are here. Any other one is trusted by its name in rolecall.yml.
 */
const LAYERS_OF_AWS: ReadonlySet<string> = new Set([
  '017000801446',
  '580247275435',
  '901920570463',
  '336392948345',
  '177933569100',
  '590474943231',
  '345057560386',
  '187925254637',
  '015030872274',
  '133256977650',
  '027255383542',
  '728743619870',
  '359756378197',
  '066940009817',
  '434848589818',
  '282860088358',
]);

/** Code of somebody else that runs with the function's role. */
const foreignLayers = (
  record: JsonObject,
  { accountId, accountName, ownAccountIds }: DoorContext,
): readonly string[] => {
  const layers = seek(parametersOf(record), 'layers');
  const arns = (Array.isArray(layers) ? layers : [])
    .map((layer): Arn | undefined => (typeof layer === 'string' ? parseArn(layer) : undefined))
    .flatMap((arn) => (arn === undefined ? [] : [arn.accountId]))
    .filter((id) => /^\d{12}$/.test(id) && id !== accountId && !ownAccountIds.has(id))
    .filter((id) => !LAYERS_OF_AWS.has(id) && accountName(id) === undefined);
  return [...new Set(arns)].slice(0, 5).map((id) => `account ${id}`);
};

export const FUNCTION_DOORS: readonly DoorDecoder[] = [
  { eventSource: LAMBDA, eventNames: ['AddPermission*'], read: permission('function', 'functionName') },
  { eventSource: LAMBDA, eventNames: ['AddLayerVersionPermission*'], read: permission('layer', 'layerName') },
  {
    eventSource: LAMBDA,
    eventNames: ['CreateFunctionUrlConfig*', 'UpdateFunctionUrlConfig*'],
    read: functionUrl,
  },
  {
    eventSource: LAMBDA,
    // `CreateFunction*` would take in `CreateFunctionUrlConfig`.
    eventNames: ['CreateFunction', 'CreateFunction2*', 'UpdateFunctionCode*', 'UpdateFunctionConfiguration*'],
    read: functionCode,
  },
];
