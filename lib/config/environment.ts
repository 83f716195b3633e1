/**
 * The only reader of `process.env`. Nothing is read while modules load: each function asks for its own
 * environment when it starts, and learns everything that is missing or wrong at once.
 */
import type { AwsCredentials } from '../kernel/aws-credentials.ts';
import { parseRoleArn } from '../kernel/arn.ts';
import { at, compact, isObject, parseJson } from '../kernel/json.ts';
import { Secret } from '../kernel/secret.ts';

/** Variables by name. A parameter everywhere, so that tests and child processes need not touch the process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What every function needs. */
export interface FunctionEnvironment {
  readonly tableName: string;
  /** Base URL of the fake vendors on the laptop; absent in AWS. Always a loopback address. */
  readonly localEndpoint?: string;
}

export interface TellingEnvironment extends FunctionEnvironment {
  readonly deliveryQueueUrl: string;
  /** Base URL of the page, without a slash at its end. */
  readonly historyUrl: string;
}

export interface RecordEnvironment extends TellingEnvironment {
  /** Name of the CloudFormation stack: the names of its resources begin with it. */
  readonly ownStack: string;
  /** ARNs of its keys, whose names do not tell whose they are. */
  readonly ownKeyIds: readonly string[];
  readonly enrichQueueUrl: string;
  /** The harmless role that proves that the bell rings, and who may assume it. */
  readonly canary?: { readonly roleArn: string; readonly sweepRoleArn: string };
}

export interface EnrichEnvironment extends RecordEnvironment {
  /** The account this runs in: whose CloudTrail and IAM can be asked. */
  readonly ownAccountId: string;
}

export interface DeliverEnvironment extends TellingEnvironment {
  /** Topic ARN by destination id. */
  readonly topicArns: Readonly<Record<string, string>>;
}

export interface SweepEnvironment extends DeliverEnvironment, RecordEnvironment {
  readonly archiveBucket: string;
  readonly sealBucket: string;
  readonly intakeQueueUrl: string;
  /** Names of the second, independent rules. */
  readonly watchRules: readonly string[];
  /** Where the canary's alert arrives. */
  readonly canaryQueueUrl: string;
  /** Minutes between two canaries, instead of what the policy says: on the laptop only. */
  readonly canaryMinutes?: number;
  /** URLs of the queues of dead letters. */
  readonly deadLetters: {
    readonly intake: string;
    readonly rules: string;
    readonly delivery: string;
    readonly enrich: string;
  };
}

/** The environment of `record`. Throws one error that names every missing or wrong variable. */
export const recordEnvironment = (variables: Variables = process.env): RecordEnvironment =>
  readAll(variables, (read) => ({
    ...common(read),
    ...queueAndPage(read),
    ...stackOf(read),
    ...enrichQueue(read),
    ...canaryOf(read),
  }));

/** The environment of `enrich`. Throws one error that names every missing or wrong variable. */
export const enrichEnvironment = (variables: Variables = process.env): EnrichEnvironment =>
  readAll(variables, (read) => ({
    ...common(read),
    ...queueAndPage(read),
    ...stackOf(read),
    ...enrichQueue(read),
    ownAccountId: read('OWN_ACCOUNT_ID', asText, ''),
  }));

/** The environment of `deliver`. Throws one error that names every missing or wrong variable. */
export const deliverEnvironment = (variables: Variables = process.env): DeliverEnvironment =>
  readAll(variables, (read) => ({
    ...common(read),
    ...queueAndPage(read),
    topicArns: read('TOPIC_ARNS', asTopicArns, {}),
  }));

/** The environment of `sweep`. Throws one error that names every missing or wrong variable. */
export const sweepEnvironment = (variables: Variables = process.env): SweepEnvironment =>
  readAll(variables, (read) => ({
    ...common(read),
    ...queueAndPage(read),
    ...stackOf(read),
    ...enrichQueue(read),
    ...canaryOf(read),
    intakeQueueUrl: read('INTAKE_QUEUE_URL', asUrl, ''),
    canaryQueueUrl: read('CANARY_QUEUE_URL', asUrl, ''),
    watchRules: read('WATCH_RULES', asNames, []),
    ...compact({ canaryMinutes: read('ROLECALL_CANARY_MINUTES', asMinutes, undefined) }),
    topicArns: read('TOPIC_ARNS', asTopicArns, {}),
    archiveBucket: read('ARCHIVE_BUCKET', asText, ''),
    sealBucket: read('SEAL_BUCKET', asText, ''),
    deadLetters: {
      intake: read('INTAKE_DEAD_LETTERS_URL', asUrl, ''),
      rules: read('RULE_DEAD_LETTERS_URL', asUrl, ''),
      delivery: read('DELIVERY_DEAD_LETTERS_URL', asUrl, ''),
      enrich: read('ENRICH_DEAD_LETTERS_URL', asUrl, ''),
    },
  }));

export interface HistoryEnvironment extends ExportEnvironment, SignInEnvironment {
  /** Who is told again is woken there. */
  readonly deliveryQueueUrl: string;
}

export interface SignInEnvironment {
  /** Issuer and public client of whoever signs in to the history, as the stack knows them. */
  readonly signInIssuer: string;
  readonly signInClientId: string;
}

/** The environment of `history`. Throws one error that names every missing or wrong variable. */
export const historyEnvironment = (variables: Variables = process.env): HistoryEnvironment =>
  readAll(variables, (read) => ({
    ...common(read),
    ...signInOf(read),
    ...exportOf(read),
    deliveryQueueUrl: read('DELIVERY_QUEUE_URL', asUrl, ''),
  }));

export interface ExportEnvironment extends FunctionEnvironment {
  /** Where jobs wait. */
  readonly exportQueueUrl: string;
  readonly exportBucket: string;
}

/** The environment of `export`. Throws one error that names every missing or wrong variable. */
export const exportEnvironment = (variables: Variables = process.env): ExportEnvironment =>
  readAll(variables, (read) => ({ ...common(read), ...exportOf(read) }));

export interface AwsEnvironment {
  readonly region: string;
  /** Read at every use: Lambda sets them once per sandbox, and nothing else needs to be searched. */
  readonly credentials: () => Promise<AwsCredentials>;
}

/** Region and credentials as Lambda sets them. Throws one error that names every missing variable. */
export const awsEnvironment = (variables: Variables = process.env): AwsEnvironment =>
  readAll(variables, (read) => {
    const accessKeyId = read('AWS_ACCESS_KEY_ID', asText, '');
    const secretAccessKey = read('AWS_SECRET_ACCESS_KEY', asText, '');
    const sessionToken = variables.AWS_SESSION_TOKEN;
    return {
      region: read('AWS_REGION', asText, ''),
      credentials: () =>
        Promise.resolve({ accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }),
    };
  });

/** The secret behind `env:NAME`: on the laptop only. `undefined` when the variable is unset or empty. */
export const secretFromEnvironment = (
  name: string,
  variables: Variables = process.env,
): Secret | undefined => {
  const value = variables[name];
  return value ? new Secret(value) : undefined;
};

export interface CommandEnvironment {
  /** As the AWS CLI would take it. */
  readonly region?: string;
  /** Where the user's programs keep what they could ask for again (XDG). */
  readonly cacheHome?: string;
  /** https://no-color.org: set to anything but the empty text. */
  readonly noColor: boolean;
}

/** What the commands on a terminal look at. Never throws. */
export const commandEnvironment = (variables: Variables = process.env): CommandEnvironment => {
  const region = variables.AWS_REGION || variables.AWS_DEFAULT_REGION;
  const cacheHome = variables.XDG_CACHE_HOME;
  return {
    ...(region ? { region } : {}),
    ...(cacheHome ? { cacheHome } : {}),
    noColor: Boolean(variables.NO_COLOR),
  };
};

/** This process's variables for a child process, with some added or replaced. */
export const environmentForChild = (
  added: Readonly<Record<string, string>>,
  variables: Variables = process.env,
): Readonly<Record<string, string | undefined>> => ({ ...variables, ...added });

/** Reads one variable; `instead` keeps the reading going after a failure was noted. */
type Read = <T>(name: string, decode: Decode<T>, instead: T) => T;

/** `expectation` completes "NAME must be ...". The value itself is never repeated: it may hold a secret. */
interface Decode<T> {
  readonly expectation: string;
  readonly optional?: boolean;
  readonly decode: (text: string) => T | undefined;
}

const readAll = <T>(variables: Variables, build: (read: Read) => T): T => {
  const problems: string[] = [];
  const built = build((name, { expectation, optional, decode }, instead) => {
    const text = variables[name];
    if (!text) {
      if (!optional) problems.push(`${name} is missing`);
      return instead;
    }
    const value = decode(text);
    if (value === undefined) problems.push(`${name} must be ${expectation}`);
    return value ?? instead;
  });
  if (problems.length > 0) throw new Error(`The environment is incomplete: ${problems.join('; ')}.`);
  return built;
};

const common = (read: Read): FunctionEnvironment => {
  const localEndpoint = read('ROLECALL_HTTP_ENDPOINT_URL', asLoopbackUrl, '');
  return { tableName: read('TABLE_NAME', asText, ''), ...(localEndpoint ? { localEndpoint } : {}) };
};

const queueAndPage = (read: Read) => ({
  deliveryQueueUrl: read('DELIVERY_QUEUE_URL', asUrl, ''),
  historyUrl: read('HISTORY_URL', asUrl, ''),
});

const stackOf = (read: Read) => ({
  ownStack: read('STACK_NAME', asText, ''),
  ownKeyIds: [read('DATA_KEY_ARN', asText, '')],
});

const enrichQueue = (read: Read) => ({ enrichQueueUrl: read('ENRICH_QUEUE_URL', asUrl, '') });

const signInOf = (read: Read) => ({
  // Not as a URL: the tokens bear it character by character.
  signInIssuer: read('SIGN_IN_ISSUER', asText, ''),
  signInClientId: read('SIGN_IN_CLIENT_ID', asText, ''),
});

const exportOf = (read: Read) => ({
  exportQueueUrl: read('EXPORT_QUEUE_URL', asUrl, ''),
  exportBucket: read('EXPORT_BUCKET', asText, ''),
});

const canaryOf = (read: Read): Pick<RecordEnvironment, 'canary'> => {
  const roleArn = read('CANARY_ROLE_ARN', asRoleArn, '');
  const sweepRoleArn = read('SWEEP_ROLE_ARN', asRoleArn, '');
  return roleArn === '' || sweepRoleArn === '' ? {} : { canary: { roleArn, sweepRoleArn } };
};

const asNames: Decode<readonly string[]> = {
  expectation: 'a JSON list of names',
  optional: true,
  decode: (text) => {
    const parsed = parseJson(text);
    return Array.isArray(parsed) ? parsed.map(String) : undefined;
  },
};

const asRoleArn: Decode<string> = {
  expectation: 'the ARN of a role',
  optional: true,
  decode: (text) => (parseRoleArn(text) === undefined ? undefined : text),
};

const asMinutes: Decode<number | undefined> = {
  expectation: 'a number of minutes',
  optional: true,
  decode: (text) => (/^\d{1,6}(\.\d+)?$/.test(text) ? Number(text) : undefined),
};

const asText: Decode<string> = { expectation: 'a text', decode: (text) => text };

const asUrl: Decode<string> = {
  expectation: 'an http or https URL',
  decode: (text) => (webUrl(text) ? text.replace(/\/+$/, '') : undefined),
};

/** Anything but the machine itself would receive every message of the product. */
const asLoopbackUrl: Decode<string> = {
  expectation: 'a URL of this machine, e.g. http://127.0.0.1:4000',
  optional: true,
  decode: (text) =>
    ['127.0.0.1', 'localhost', '[::1]'].includes(webUrl(text)?.hostname ?? '')
      ? text.replace(/\/+$/, '')
      : undefined,
};

const asTopicArns: Decode<Readonly<Record<string, string>>> = {
  expectation: 'a JSON object of topic ARNs by destination id',
  decode: (text) => {
    const parsed = parseJson(text);
    if (!isObject(parsed)) return undefined;
    const arns: Record<string, string> = {};
    for (const id of Object.keys(parsed)) {
      const arn = at(parsed, id);
      if (typeof arn !== 'string' || !arn.startsWith('arn:')) return undefined;
      arns[id] = arn;
    }
    return arns;
  },
};

const webUrl = (text: string): URL | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
};
