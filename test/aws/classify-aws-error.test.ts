import { classifyAwsError } from '../../lib/aws/classify-aws-error.ts';

const awsError = (name: string, httpStatusCode?: number, code?: string): Error =>
  Object.assign(new Error('secret text of AWS'), {
    name,
    ...(httpStatusCode === undefined ? {} : { $metadata: { httpStatusCode } }),
    ...(code === undefined ? {} : { code }),
  });

describe('What an AWS error means for a delivery', () => {
  it.each([
    ['a topic that is gone', awsError('NotFoundException', 404), 'rejected', 'destination-gone'],
    [
      'a message that is not valid',
      awsError('InvalidParameterException', 400),
      'rejected',
      'message-refused',
    ],
    ['throttling', awsError('ThrottledException', 429), 'retry', 'rate-limited'],
    ['throttling of the key', awsError('KMSThrottlingException', 400), 'retry', 'rate-limited'],
    ['a key policy that refuses', awsError('KMSAccessDeniedException', 400), 'retry', 'vendor-failed'],
    ['an IAM policy that refuses', awsError('AuthorizationErrorException', 403), 'retry', 'vendor-failed'],
    ['expired credentials', awsError('ExpiredTokenException', 403), 'retry', 'vendor-failed'],
    ['a failure of AWS', awsError('InternalErrorException', 500), 'retry', 'doubtful'],
    ['a gateway that gave up', awsError('GatewayTimeout', 504), 'retry', 'doubtful'],
    ['AWS being busy', awsError('ServiceUnavailable', 503), 'retry', 'vendor-failed'],
    ['an OpsItem that is gone', awsError('OpsItemNotFoundException', 400), 'rejected', 'destination-gone'],
    ['no connection', awsError('Error', undefined, 'ECONNREFUSED'), 'retry', 'connection-failed'],
    ['a name that does not resolve', awsError('Error', undefined, 'ENOTFOUND'), 'retry', 'connection-failed'],
    ['a time-out', awsError('TimeoutError'), 'retry', 'doubtful'],
    ['a cut connection', awsError('Error', undefined, 'ECONNRESET'), 'retry', 'doubtful'],
    ['something that is no error at all', 'oops', 'retry', 'doubtful'],
  ])('%s', (_what, error, kind, code) => {
    const outcome = classifyAwsError(error);
    expect(outcome).toMatchObject({ kind, code });
    expect(JSON.stringify(outcome)).not.toContain('secret text');
  });
});
