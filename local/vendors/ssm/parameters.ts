/**
 * Parameter Store for the laptop: where the product reads its webhook addresses and tokens. Held in memory only: a
 * secret is never written into the kept files.
 */
import { isObject, listAt, textAt, textsAt, type JsonObject } from '../json.ts';
import type { VendorReply } from '../vendor.ts';
import { awsAnswer, awsError, validationError } from './aws-json.ts';

interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  readonly version: number;
  readonly changed: number;
}

export interface Parameters {
  readonly put: (input: JsonObject) => VendorReply;
  readonly get: (input: JsonObject) => VendorReply;
  readonly getMany: (input: JsonObject) => VendorReply;
  /** By one filter on the name, as the doctor asks. */
  readonly describe: (input: JsonObject) => VendorReply;
}

/** A store that starts with these SecureStrings. */
export function parameters(initial: Readonly<Record<string, string>>, now: () => Date): Parameters {
  const seconds = (): number => now().getTime() / 1000;
  const held = new Map<string, Parameter>(
    Object.entries(initial).map(([name, value]) => [
      name,
      { name, value, type: 'SecureString', version: 1, changed: seconds() },
    ]),
  );
  return {
    put: (input) => {
      const name = textAt(input, 'Name') ?? '';
      const before = held.get(name);
      const refusal = putRefusal(input, name, before);
      if (refusal) return refusal;
      const version = (before?.version ?? 0) + 1;
      const type = textAt(input, 'Type') ?? before?.type ?? 'String';
      held.set(name, { name, value: textAt(input, 'Value') ?? '', type, version, changed: seconds() });
      return awsAnswer({ Version: version, Tier: 'Standard' });
    },
    get: (input) => {
      const parameter = held.get(baseName(textAt(input, 'Name') ?? ''));
      return parameter
        ? awsAnswer({ Parameter: parameterView(parameter, input) })
        : awsError('ParameterNotFound', 'The parameter was not found.');
    },
    getMany: (input) => {
      const names = textsAt(input, 'Names');
      if (names.length < 1 || names.length > 10)
        return validationError('names', 'have length less than or equal to 10');
      const found = names.flatMap((name) => held.get(baseName(name)) ?? []);
      return awsAnswer({
        Parameters: found.map((parameter) => parameterView(parameter, input)),
        InvalidParameters: names.filter((name) => !held.has(baseName(name))),
      });
    },
    describe: (input) => {
      const filter = listAt(input, 'ParameterFilters')?.[0];
      const names = isObject(filter) ? textsAt(filter, 'Values') : [];
      const found = [...held.values()].filter(({ name }) => names.includes(name));
      return awsAnswer({ Parameters: found.map(({ name, type }) => ({ Name: name, Type: type })) });
    },
  };
}

/** A parameter may be asked for by its ARN too. */
function baseName(name: string): string {
  const inArn = /^arn:[^:]+:ssm:[^:]*:[^:]*:parameter(\/.+)$/.exec(name)?.[1];
  return inArn ?? name;
}

function putRefusal(input: JsonObject, name: string, before: Parameter | undefined): VendorReply | undefined {
  if (!/^[a-zA-Z0-9_.\-/]{1,1011}$/.test(name) || /^\/?(aws|ssm)/i.test(name)) {
    return awsError(
      'ValidationException',
      'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).',
    );
  }
  const value = textAt(input, 'Value') ?? '';
  if (value === '') return validationError('value', 'have length greater than or equal to 1');
  if (value.length > 4096)
    return awsError(
      'ValidationException',
      'Standard tier parameters support a maximum parameter value of 4096 characters.',
    );
  if (before && input['Overwrite'] !== true) {
    return awsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  return undefined;
}

function parameterView(parameter: Parameter, input: JsonObject): JsonObject {
  const locked = parameter.type === 'SecureString' && input['WithDecryption'] !== true;
  return {
    Name: parameter.name,
    Type: parameter.type,
    // Without WithDecryption AWS hands out the ciphertext.
    Value: locked ? Buffer.from(`ciphertext of ${parameter.name}`).toString('base64') : parameter.value,
    Version: parameter.version,
    LastModifiedDate: parameter.changed,
    ARN: `arn:aws:ssm:eu-central-1:000000000000:parameter/${parameter.name.replace(/^\//, '')}`,
    DataType: 'text',
  };
}
