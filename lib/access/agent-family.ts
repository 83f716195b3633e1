/** The kind of program behind a user agent. The text is the caller's choice: only what is known here is repeated. */

interface Agent {
  readonly family: string;
  /** How a sentence calls it. */
  readonly name: string;
  readonly form: RegExp;
}

const agent = (family: string, name: string, form: RegExp): Agent => ({ family, name, form });

/** In this order: tools stand before the SDKs they are made of, whose names they carry as well. */
const AGENTS: readonly Agent[] = [
  agent('terraform', 'Terraform', /terraform/i),
  agent('opentofu', 'OpenTofu', /opentofu/i),
  agent('pulumi', 'Pulumi', /pulumi/i),
  agent('ansible', 'Ansible', /ansible/i),
  agent('cdk', 'the AWS CDK', /\baws-cdk\b|\bcdk-toolkit\b/i),
  agent('github-actions', 'GitHub Actions', /configure-aws-credentials-for-github-actions/i),
  agent('powershell', 'AWS Tools for PowerShell', /powershell/i),
  agent('aws-cli', 'the AWS CLI', /^\[?aws-cli\//i),
  agent('boto3', 'boto3', /^\[?boto3\//i),
  agent('botocore', 'botocore', /^\[?botocore\//i),
  agent('sdk-go', 'the AWS SDK for Go', /^\[?aws-sdk-go/i),
  agent('sdk-java', 'the AWS SDK for Java', /^\[?aws-sdk-java/i),
  agent('sdk-js', 'the AWS SDK for JavaScript', /^\[?aws-sdk-(?:js|nodejs|react-native)\b/i),
  agent('sdk-dotnet', 'the AWS SDK for .NET', /^\[?aws-sdk-(?:dotnet|net)\b/i),
  agent('sdk-php', 'the AWS SDK for PHP', /^\[?aws-sdk-php\b/i),
  agent('sdk-ruby', 'the AWS SDK for Ruby', /^\[?aws-sdk-ruby/i),
  agent('sdk-rust', 'the AWS SDK for Rust', /^\[?aws-sdk-rust\b/i),
  agent('sdk-cpp', 'the AWS SDK for C++', /^\[?aws-sdk-cpp\b/i),
  agent('sdk-kotlin', 'the AWS SDK for Kotlin', /^\[?aws-sdk-kotlin\b/i),
  agent('sdk-swift', 'the AWS SDK for Swift', /^\[?aws-sdk-swift\b/i),
  agent(
    'console',
    'the AWS console',
    /^AWS Internal$|(?:^|\s|\[)(?:console|signin)\.(?:amazonaws|aws\.amazon)\.com/i,
  ),
  agent('browser', 'a browser', /^Mozilla\//i),
  agent('curl', 'curl', /^curl\//i),
  agent('python', 'a Python program without an SDK', /^python-(?:requests|urllib3|httpx)\//i),
  agent('go', 'a Go program without an SDK', /^Go-http-client\//i),
];

const OTHER = 'other';

/** `aws-cli`, `terraform`, `sdk-go`, `other`; `undefined` when the record holds no user agent. */
export const agentFamily = (userAgent: string | undefined): string | undefined =>
  userAgent === undefined || userAgent.trim() === ''
    ? undefined
    : (AGENTS.find(({ form }) => form.test(userAgent))?.family ?? OTHER);

/** How a sentence calls a family. */
export const agentName = (family: string): string =>
  AGENTS.find((known) => known.family === family)?.name ?? 'a program that Rolecall does not know';
