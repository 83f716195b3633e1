/** `rolecall template`: what other Regions and accounts deploy, made of `rolecall.yml`. */
import { decodeConfiguration } from '../lib/config/decode-configuration.ts';
import { problemText } from '../lib/config/configuration-problem.ts';
import { rulePatterns } from '../lib/config/event-patterns.ts';
import { collectorTemplate, partnerTemplate } from '../infra/forwarding.cjs';
import { escapeTerminal } from './escape-terminal.ts';

export const TEMPLATE_HELP = `rolecall template collector|partner

  Prints a CloudFormation template, made of rolecall.yml, that can be deployed as a stack or a StackSet.

  collector   for every other Region of the stack's own account, and for every Region of the other accounts
  partner     for a trusted account with \`partner: true\`, which then helps to name its people

    --config FILE   instead of rolecall.yml

  Its parameters: HomeAccountId, HomeRegion (homeRegion of rolecall.yml), HomeStack (rolecall-prod), OperatorEmail.
  After a change of rolecall.yml deploy it again. docs/operations.md, "Other Regions and accounts", says more.
`;

export interface TemplateRequest {
  readonly configurationText: string;
  /** Name of the file, for the words only. */
  readonly file: string;
  readonly kind: string;
  readonly write: (text: string) => void | Promise<void>;
  readonly writeError: (text: string) => void;
}

/**
 * CloudFormation takes no more with a call; a larger template has to lie in a bucket.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const LARGEST_BODY = 51_200;

/** Answers the exit code: 2 when there is nothing to print. */
export const template = async (request: TemplateRequest): Promise<number> => {
  const { configurationText, file, kind, write, writeError } = request;
  const make = TEMPLATES.get(kind);
  if (make === undefined) {
    writeError(TEMPLATE_HELP);
    return 2;
  }
  const decoded = decodeConfiguration(configurationText, { allowEnvSecrets: true });
  if (!decoded.ok) {
    const problems = decoded.error.map((problem) => `  ${escapeTerminal(problemText(problem))}\n`);
    writeError(`${escapeTerminal(file)}:\n${problems.join('')}`);
    return 2;
  }
  const { policy } = decoded.value;
  if (kind === 'partner' && !policy.trustedAccounts.some(({ partner }) => partner === true)) {
    writeError(
      `${escapeTerminal(file)} names no partner: give one of its trustedAccounts \`partner: true\`.\n`,
    );
    return 2;
  }
  // Without spaces: most then fit into one call.
  const text = `${JSON.stringify(make({ policy, rules: rulePatterns(policy) }))}\n`;
  await write(text);
  if (text.length > LARGEST_BODY) writeError(TOO_LARGE);
  return 0;
};

const TEMPLATES = new Map([
  ['collector', collectorTemplate],
  ['partner', partnerTemplate],
]);

const TOO_LARGE =
  'The template is larger than CloudFormation takes with a call (51,200 characters): put it into a bucket and give its\n' +
  'address (--template-url).\n';
