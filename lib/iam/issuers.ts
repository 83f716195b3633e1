/** Issuers of web identities at which anybody can have an account: the subject alone tells whose token it is. */

export interface Issuer {
  /** As in the provider's ARN and in front of the condition keys. */
  readonly host: string;
  readonly name: string;
  /** What a subject stands for, one and all. */
  readonly unit: readonly [one: string, every: string];
  /**
   * Who owns what a subject stands for, and what that is, where the beginning of the subject up to its first wildcard says it
   * completely. A subject without wildcards is followed by a `:`.
   */
  readonly owner: RegExp;
  readonly thing: RegExp;
}

export const ISSUERS: readonly Issuer[] = [
  {
    host: 'token.actions.githubusercontent.com',
    name: 'GitHub',
    unit: ['repo', 'repository'],
    // `repo:owner/name:...`, and since July 2026 `repo:owner@12/name@34:...`: neither name can hold an `@`.
    owner: /^repo:([^/:@]+)[/@]/,
    thing: /^repo:[^/:]+\/([^/:@]+)[:@]/,
  },
  {
    host: 'gitlab.com',
    name: 'GitLab',
    unit: ['project', 'project'],
    owner: /^project_path:([^/:]+)\//,
    thing: /^project_path:[^/:]+\/([^:]+):/,
  },
  {
    host: 'app.terraform.io',
    name: 'HCP Terraform',
    unit: ['workspace', 'workspace'],
    owner: /^organization:([^:]+):/,
    thing: /^organization:[^:]+:project:[^:]+:workspace:([^:]+):/,
  },
  {
    host: 'agent.buildkite.com',
    name: 'Buildkite',
    unit: ['pipeline', 'pipeline'],
    owner: /^organization:([^:]+):/,
    thing: /^organization:[^:]+:pipeline:([^:]+):/,
  },
  {
    host: 'oidc.vercel.com',
    name: 'Vercel',
    unit: ['project', 'project'],
    owner: /^owner:([^:]+):/,
    thing: /^owner:[^:]+:project:([^:]+):/,
  },
  {
    host: 'api.pulumi.com/oidc',
    name: 'Pulumi',
    unit: ['stack', 'stack'],
    owner: /^pulumi:deploy:org:([^:]+):/,
    thing: /^pulumi:deploy:org:[^:]+:project:[^:]+:stack:([^:]+):/,
  },
];

/** Logins of people: one subject is one person. */
export const LOGINS: readonly { readonly host: string; readonly name: string; readonly person: string }[] = [
  { host: 'accounts.google.com', name: 'Google', person: 'sub' },
  { host: 'www.amazon.com', name: 'Login with Amazon', person: 'user_id' },
  { host: 'graph.facebook.com', name: 'Facebook', person: 'id' },
];

/** A cluster of EKS. https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html */
export const EKS = /^oidc\.eks\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|api\.aws)\/id\/[a-z0-9]+$/i;

export const COGNITO = 'cognito-identity.amazonaws.com';

/** Providers that need no ARN: AWS knows them by their host. */
export const isBuiltIn = (principal: string): boolean =>
  principal === COGNITO || LOGINS.some(({ host }) => host === principal);

/** Issuer of a provider: `arn:aws:iam::111122223333:oidc-provider/gitlab.com` -> `gitlab.com`. */
export const issuerOf = (principal: string): string =>
  principal
    .slice(principal.indexOf(':oidc-provider/') + 1)
    .replace('oidc-provider/', '')
    .toLowerCase();

/** The issuer by name, for whoever reads. */
export const issuerName = (issuer: string): string | undefined => {
  if (issuer === COGNITO) return 'Cognito';
  return [...ISSUERS, ...LOGINS].find(({ host }) => host === issuer)?.name;
};
