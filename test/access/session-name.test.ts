import { mayNamePerson, sessionOf } from '../../lib/access/session-name.ts';
import { processorMs } from '../support/processor-ms.ts';

describe('session names', () => {
  test.each([
    'botocore-session-1795165200',
    'aws-go-sdk-1722511821294449000',
    'aws-sdk-js-1795165200000',
    'aws-sdk-js-session-1795165200000',
    'GitHubActions',
    'GitLabRunner-prod',
    'buildkite-job-0194c2c5-1111-4222-8333-444455556666',
    'terraform-20261120091500',
    'i-0123456789abcdef0',
    'awslambda_744_20230710122532896',
    'eks-shop-checkout-498124c2-a555-40bf-9059-ca9a26821eb0',
    '0cda7f85-1111-4222-8333-444455556666',
    '1234567890',
    'session',
    'AssumeRoleSession1',
  ])('%s was made up by a program', (name) => {
    expect(mayNamePerson(name)).toBe(false);
  });

  test.each([
    'alice',
    'jane.doe@acme.example',
    'bob.miller',
    'JohnDoe-EC2-dev',
    'Iris',
    'aws-admin',
    'session-of-jane',
  ])('%s may be a person', (name) => {
    expect(mayNamePerson(name)).toBe(true);
  });

  test('the session stands behind the first colon of a principal id', () => {
    expect(sessionOf('AROAEXAMPLE:jane:doe')).toBe('jane:doe');
    expect(sessionOf('AIDAEXAMPLE')).toBeUndefined();
    expect(sessionOf('AROAEXAMPLE:')).toBeUndefined();
  });

  test('a hostile name takes no longer than a harmless one', () => {
    const taken = processorMs(() => {
      mayNamePerson(`aws-sdk-${'-a'.repeat(100_000)}!`);
      mayNamePerson(`eks-${'a-'.repeat(100_000)}!`);
    });
    expect(taken).toBeLessThan(2_000);
  });
});
