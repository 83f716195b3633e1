/**
 * Everything a function's process gets to see: what Lambda sets, what the template declares, and where the endpoints of
 * this laptop are. Nothing of the host's own environment: a setting that works only here would be found out in AWS.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
import { LOCAL_CREDENTIALS } from './aws-json.ts';
import { sessionTokenOf } from './sts.ts';
import type { DeclaredFunction } from './topology.ts';

export interface LocalEndpoints {
  readonly region: string;
  /** The account the functions take themselves to be in: the first of `rolecall.yml`. */
  readonly accountId: string;
  readonly pageUrl: string;
  readonly databaseUrl: string;
  readonly messagingUrl: string;
  /** Where the queue URLs of the template point; to be led to `messagingUrl` as well. */
  readonly queuesUrl: string;
  readonly standInsUrl: string;
  readonly bucketsUrl: string;
  readonly ssmUrl: string;
  /** Where the fake vendors are. */
  readonly httpUrl: string;
  /** Between two canaries, instead of what rolecall.yml says. */
  readonly canaryMinutes?: number;
  /** Values for `env:` references. */
  readonly secrets: Readonly<Record<string, string>>;
}

export function functionEnvironment(
  declared: DeclaredFunction,
  taskRoot: string,
  endpoints: LocalEndpoints,
): Readonly<Record<string, string>> {
  return {
    ...declaredVariables(declared, endpoints),
    ...(declared.environment['OWN_ACCOUNT_ID'] === undefined ? {} : { OWN_ACCOUNT_ID: endpoints.accountId }),
    ...endpoints.secrets,
    ...lambdaVariables(declared, taskRoot, endpoints.region),
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    // By it STS knows here which function is asking.
    AWS_SESSION_TOKEN: sessionTokenOf(declared),
    AWS_EC2_METADATA_DISABLED: 'true',
    // Whatever is not named below ends at the stand-ins, which refuse what they do not know.
    AWS_ENDPOINT_URL: endpoints.standInsUrl,
    AWS_ENDPOINT_URL_CLOUDTRAIL: endpoints.standInsUrl,
    AWS_ENDPOINT_URL_IAM: endpoints.standInsUrl,
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.standInsUrl,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.databaseUrl,
    AWS_ENDPOINT_URL_SQS: endpoints.messagingUrl,
    AWS_ENDPOINT_URL_SNS: endpoints.messagingUrl,
    AWS_ENDPOINT_URL_S3: endpoints.bucketsUrl,
    AWS_ENDPOINT_URL_SSM: endpoints.ssmUrl,
    ROLECALL_HTTP_ENDPOINT_URL: endpoints.httpUrl,
    ROLECALL_FUNCTION_ARN: declared.arn,
    ...(endpoints.canaryMinutes === undefined
      ? {}
      : { ROLECALL_CANARY_MINUTES: String(endpoints.canaryMinutes) }),
  };
}

function lambdaVariables(
  declared: DeclaredFunction,
  taskRoot: string,
  region: string,
): Readonly<Record<string, string>> {
  return {
    _HANDLER: declared.handler,
    LAMBDA_TASK_ROOT: taskRoot,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: declared.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(declared.memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${declared.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: 'UTC',
  };
}

/** The template writes the page's address as API Gateway would give it. */
function declaredVariables(
  declared: DeclaredFunction,
  { pageUrl, queuesUrl, messagingUrl }: LocalEndpoints,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(declared.environment).map(([name, value]) => [
      name,
      value
        .replaceAll(/https:\/\/[^/\s"]+\.execute-api\.[^/\s"]+/g, pageUrl)
        .replaceAll(queuesUrl, messagingUrl),
    ]),
  );
}
