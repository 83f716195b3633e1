import fc from 'fast-check';
import { agentFamily, agentName } from '../../lib/access/agent-family.ts';
import { anyText } from '../support/any-text.ts';

describe('The family of a user agent', () => {
  it.each([
    ['aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux', 'aws-cli'],
    ['[aws-cli/1.16.70 Python/3.6.0 Linux/4.9.0 botocore/1.12.60]', 'aws-cli'],
    ['Boto3/1.26.90 Python/3.11.2 Linux/5.15.0 Botocore/1.29.90', 'boto3'],
    ['Botocore/1.29.90', 'botocore'],
    [
      'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.80.0 aws-sdk-go-v2/1.32',
      'terraform',
    ],
    ['aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.24.1 exec-env/AWS_Lambda_Image', 'sdk-go'],
    ['aws-sdk-go/1.44.0 (go1.19; linux; amd64)', 'sdk-go'],
    ['aws-sdk-java/2.46.14 md/io#sync', 'sdk-java'],
    ['aws-sdk-js/3.900.0 ua/2.1', 'sdk-js'],
    [
      'aws-sdk-nodejs/2.1112.0 linux/v20.19.0 configure-aws-credentials-for-github-actions promise',
      'github-actions',
    ],
    ['aws-sdk-dotnet-coreclr/3.7', 'sdk-dotnet'],
    ['AWSPowerShell.Common/4.1 .NET_Core/8', 'powershell'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0', 'browser'],
    ['AWS Internal', 'console'],
    ['signin.amazonaws.com', 'console'],
    ['something-new/1.0', 'other'],
    ['<script>alert(1)</script>', 'other'],
  ])('%s is %s', (userAgent, family) => {
    expect(agentFamily(userAgent)).toBe(family);
  });

  it('is none where nothing was recorded', () => {
    expect(agentFamily(undefined)).toBeUndefined();
    expect(agentFamily(' ')).toBeUndefined();
  });

  it('repeats nothing of what the caller wrote', () => {
    fc.assert(
      fc.property(anyText({ minLength: 1, maxLength: 1024 }), (text) => {
        const family = agentFamily(text);
        if (family === undefined) return;
        expect(family).toMatch(/^[a-z0-9-]{2,20}$/);
        expect(agentName(family)).toMatch(/^[\w .+]{2,50}$/);
      }),
    );
  });
});
