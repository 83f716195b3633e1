/**
 * What the subject of a web identity says, in words. Any provider may hand out any subject, so the form of one is
 * believed only where the provider is the one that writes it so; the subject itself stays in the evidence.
 */
import { EKS } from '../iam/issuers.ts';
import { type JsonObject, textAt } from '../kernel/json.ts';
import { cutText } from './cut-text.ts';

/**
 * `GitHub Actions, owner/name (branch main)` for `repo:owner/name:ref:refs/heads/main`; where the form is unknown, the
 * subject and the issuer that wrote it.
 */
export const subjectLabel = (subject: string, record: JsonObject): string => {
  const provider = providerOf(record);
  for (const read of READERS) {
    const label = read(subject, provider);
    if (label !== undefined) return label;
  }
  return withIssuer(subject, record);
};

/** Subjects and issuers have no limit of their own; a long subject must not push its issuer out of the label. */
const LONGEST = 196;
const LONGEST_ISSUER = 100;

/** `jane at login.acme.example`: whatever an issuer says of somebody is worth as much as the issuer. */
export const withIssuer = (text: string, record: JsonObject): string => saidBy(text, providerOf(record));

const saidBy = (text: string, issuer: string): string => {
  if (issuer === '') return text;
  const named = cutText(issuer, LONGEST_ISSUER);
  return `${cutText(text, LONGEST - named.length)} at ${named}`;
};

/** `gitlab.com`, `oidc.circleci.com/org/<id>`: the issuer without its scheme, from the ARN or as it stands. */
const providerOf = (record: JsonObject): string => {
  const text = textAt(record, 'userIdentity', 'identityProvider') ?? '';
  return text.split(':oidc-provider/').at(-1) ?? text;
};

type Reader = (subject: string, provider: string) => string | undefined;

const isAt = (provider: string, host: string): boolean =>
  provider === host || provider.startsWith(`${host}/`);

/** An enterprise has a path behind the host. https://docs.github.com/en/actions/reference/security/oidc */
const gitHub: Reader = (subject, provider) => {
  const [kind, repository, ...rest] = subject.split(':');
  if (kind !== 'repo' || !repository || !isAt(provider, 'token.actions.githubusercontent.com'))
    return undefined;
  // Repositories made since July 2026 carry the ids of owner and repository, which stay when names change.
  const name = repository.replaceAll(/@\d+(?=\/|$)/g, '');
  return `GitHub Actions, ${name}${inBrackets(gitHubWords(rest))}`;
};

const gitHubWords = ([kind = '', ...rest]: readonly string[]): string => {
  const value = rest.join(':');
  if (kind === 'ref') return refWords(value);
  if (kind === 'pull_request') return ['pull request', ...rest].join(':');
  return kind === 'environment'
    ? `environment ${value}`
    : [kind, ...rest].filter((part) => part !== '').join(':');
};

const refWords = (ref: string): string => {
  if (ref.startsWith('refs/heads/')) return `branch ${ref.slice('refs/heads/'.length)}`;
  return ref.startsWith('refs/tags/') ? `tag ${ref.slice('refs/tags/'.length)}` : ref;
};

const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`);

/** GitLab runs anywhere: another host than its own is named. https://docs.gitlab.com/ci/cloud_services/ */
const gitLab: Reader = (subject, provider) => {
  const [, project, type, ref] = /^project_path:([^:]+):ref_type:([^:]+):ref:(.+)$/s.exec(subject) ?? [];
  if (project === undefined || type === undefined || ref === undefined || provider === '') return undefined;
  const at = provider === 'gitlab.com' ? '' : ` at ${provider}`;
  return `GitLab CI${at}, ${project} (${type} ${ref})`;
};

/** https://buildkite.com/docs/pipelines/security/oidc */
const buildkite: Reader = (subject, provider) => {
  if (!isAt(provider, 'agent.buildkite.com')) return undefined;
  const [, organization, pipeline, ref] =
    /^organization:([^:]+):pipeline:([^:]+):ref:([^:]+)(?::|$)/.exec(subject) ?? [];
  if (organization === undefined || pipeline === undefined || ref === undefined) return undefined;
  return `Buildkite, ${organization}/${pipeline} (${refWords(ref)})`;
};

/** https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials */
const terraform: Reader = (subject, provider) => {
  if (!isAt(provider, 'app.terraform.io')) return undefined;
  const [, organization, project, workspace, phase] =
    /^organization:([^:]+):project:([^:]+):workspace:([^:]+):run_phase:([^:]+)$/.exec(subject) ?? [];
  if (organization === undefined || workspace === undefined) return undefined;
  return `HCP Terraform, ${organization}/${workspace} (project ${project ?? '?'}, ${phase ?? '?'})`;
};

/** https://circleci.com/docs/openid-connect-tokens/ */
const circleCi: Reader = (subject, provider) => {
  if (!isAt(provider, 'oidc.circleci.com')) return undefined;
  const [, project, user, rest = ''] =
    /^org\/[^/]+\/project\/([^/]+)\/user\/([^/]+)(?:\/(.*))?$/s.exec(subject) ?? [];
  if (project === undefined || user === undefined) return undefined;
  const [, origin, ref] = /^vcs-origin\/(.+)\/vcs-ref\/(refs\/.+)$/s.exec(rest) ?? [];
  return origin === undefined || ref === undefined
    ? `CircleCI, project ${project} (user ${user})`
    : `CircleCI, ${origin} (${refWords(ref)})`;
};

/** https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ */
const kubernetes: Reader = (subject, provider) => {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(subject) ?? [];
  if (namespace === undefined || name === undefined) return undefined;
  const label = `Kubernetes service account ${namespace}/${name}`;
  return EKS.test(provider) ? label : saidBy(label, provider);
};

/** Providers whose subjects are bare ids. */
const ACCOUNTS: ReadonlyMap<string, string> = new Map([
  ['accounts.google.com', 'Google account'],
  ['cognito-identity.amazonaws.com', 'Amazon Cognito identity'],
  ['www.amazon.com', 'Amazon account'],
  ['graph.facebook.com', 'Facebook account'],
]);

const account: Reader = (subject, provider) => {
  const kind = ACCOUNTS.get(provider);
  return kind === undefined ? undefined : `${kind} ${subject}`;
};

const READERS: readonly Reader[] = [gitHub, gitLab, buildkite, terraform, circleCi, kubernetes, account];
