/** SAML and OpenID Connect providers. */
import { OWN, STRANGER, type PolicyCase, trust, provider, web, HUB, github, sub } from '../policy-parts.ts';

export const IDENTITY_PROVIDERS: readonly PolicyCase[] = [
  {
    name: 'our SAML provider',
    policy: trust(
      { Federated: `arn:aws:iam::${OWN}:saml-provider/Okta` },
      { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      { Action: 'sts:AssumeRoleWithSAML' },
    ),
    says: 'the SAML provider Okta',
    outside: false,
  },
  {
    name: "a stranger's SAML provider",
    policy: trust({ Federated: `arn:aws:iam::${STRANGER}:saml-provider/Okta` }, undefined, {
      Action: 'sts:AssumeRoleWithSAML',
    }),
    says: 'the SAML provider Okta of account 999999999999',
    outside: true,
  },
  {
    name: 'one person of our SAML provider',
    policy: trust(
      { Federated: `arn:aws:iam::${OWN}:saml-provider/Okta` },
      { StringEquals: { 'saml:sub': 'jane' } },
      { Action: 'sts:AssumeRoleWithSAML' },
    ),
    says: 'the SAML provider Okta, for subject jane',
    outside: false,
  },
  { name: 'GitHub without any condition', policy: github(), says: 'everybody at GitHub', outside: true },
  {
    name: 'GitHub with an audience only',
    policy: github({ StringEquals: { [`${HUB}:aud`]: 'sts.amazonaws.com' } }),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, one branch',
    policy: github(sub('StringEquals', 'repo:example/app:ref:refs/heads/main')),
    says: 'GitHub, for repo example/app on refs/heads/main',
    outside: true,
  },
  {
    name: 'GitHub, one branch, new subject',
    policy: github(sub('StringEquals', 'repo:example@12/app@34:ref:refs/heads/main')),
    says: 'GitHub, for repo example/app on refs/heads/main',
    outside: true,
  },
  {
    name: 'GitHub, an environment',
    policy: github(sub('StringLike', 'repo:example/app:environment:prod')),
    says: 'GitHub, for repo example/app in environment prod',
    outside: true,
  },
  {
    name: 'GitHub, pull requests',
    policy: github(sub('StringEquals', 'repo:example/app:pull_request')),
    says: 'GitHub, for repo example/app on pull requests',
    outside: true,
  },
  {
    name: 'GitHub, every branch of one repository',
    policy: github(sub('StringLike', 'repo:example/app:*')),
    says: 'GitHub, for repo example/app, for every branch',
    outside: true,
  },
  {
    name: 'GitHub, a wildcard where there is none',
    policy: github(sub('StringEquals', 'repo:example/*')),
    says: 'GitHub, for repo example/* (no wildcards), for every branch',
    outside: true,
  },
  {
    name: 'GitHub, a subject that is compared as a number',
    policy: github({ NumericEquals: { [`${HUB}:sub`]: 'repo:example/app' } }),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, one repository and one owner',
    policy: github({
      StringLike: { [`${HUB}:sub`]: 'repo:example/*' },
      StringEquals: { [`${HUB}:repository`]: 'example/app' },
    }),
    says: 'GitHub, for repo example/app',
    outside: true,
  },
  {
    name: 'GitHub, an organization',
    policy: github(sub('StringLike', 'repo:example/*')),
    says: 'GitHub, for every repository of example',
    outside: true,
  },
  {
    name: 'GitHub, an organization by its id',
    policy: github(sub('StringLike', 'repo:example@12/*')),
    says: 'GitHub, for every repository of example',
    outside: true,
  },
  {
    name: 'GitHub, an id that may run on',
    policy: github(sub('StringLike', 'repo:example@*/app@*:ref:refs/heads/main')),
    says: 'GitHub, for every repository of example',
    outside: true,
  },
  {
    name: 'GitHub, names that begin alike',
    policy: github(sub('StringLike', 'repo:example/app*')),
    says: 'GitHub, for every repository of example',
    outside: true,
  },
  {
    name: 'GitHub, organizations that begin alike',
    policy: github(sub('StringLike', 'repo:example*')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, an organization that begins alike, with a repository',
    policy: github(sub('StringLike', 'repo:exam*/app:ref:refs/heads/main')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, every repository',
    policy: github(sub('StringLike', 'repo:*')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, one branch of every repository',
    policy: github(sub('StringLike', '*:ref:refs/heads/main')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, one repository or all',
    policy: github(sub('StringLike', ['repo:example/app:*', 'repo:*'])),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, the subject if there is one',
    policy: github(sub('StringLikeIfExists', 'repo:example/app:*')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, all values of the subject',
    policy: github(sub('ForAllValues:StringLike', 'repo:example/app:*')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, any subject but one',
    policy: github(sub('StringNotLike', 'repo:evil/*')),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'GitHub, two repositories',
    policy: github(
      sub('StringEquals', ['repo:example/app:ref:refs/heads/main', 'repo:example/web:environment:prod']),
    ),
    says: 'GitHub, for repo example/app on refs/heads/main; GitHub, for repo example/web in environment prod',
    outside: true,
  },
  {
    name: 'GitHub, the claim that names the repository',
    policy: github({ StringEquals: { [`${HUB}:repository`]: 'example/app' } }),
    says: 'GitHub, for repo example/app',
    outside: true,
  },
  {
    name: 'GitHub, the claim that names the owner',
    policy: github({ StringEquals: { [`${HUB}:repository_owner`]: 'example' } }),
    says: 'GitHub, for every repository of example',
    outside: true,
  },
  {
    name: 'GitHub in odd case',
    policy: github({ stringlike: { [`${HUB}:SUB`]: 'repo:example/app:*' } }),
    says: 'GitHub, for repo example/app, for every branch',
    outside: true,
  },
  {
    name: 'GitLab, a group',
    policy: trust(
      provider('gitlab.com'),
      { StringLike: { 'gitlab.com:sub': 'project_path:example/*:ref_type:branch:ref:main' } },
      web,
    ),
    says: 'GitLab, for every project of example',
    outside: true,
  },
  {
    name: 'GitLab, a project in a subgroup',
    policy: trust(
      provider('gitlab.com'),
      { StringLike: { 'gitlab.com:sub': 'project_path:example/team/app:ref_type:branch:ref:main' } },
      web,
    ),
    says: 'GitLab, for project example/team/app on main',
    outside: true,
  },
  {
    name: 'Terraform, everybody',
    policy: trust(
      provider('app.terraform.io'),
      { StringEquals: { 'app.terraform.io:aud': 'aws.workload.identity' } },
      web,
    ),
    says: 'everybody at HCP Terraform',
    outside: true,
  },
  {
    name: 'Buildkite, a pipeline',
    policy: trust(
      provider('agent.buildkite.com'),
      { StringLike: { 'agent.buildkite.com:sub': 'organization:acme:pipeline:deploy:ref:*' } },
      web,
    ),
    says: 'Buildkite, for pipeline acme/deploy',
    outside: true,
  },
  {
    name: 'a service account of our cluster',
    policy: trust(
      provider('oidc.eks.eu-west-1.amazonaws.com/id/ABC'),
      { StringEquals: { 'oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub': 'system:serviceaccount:prod:app' } },
      web,
    ),
    says: 'the identity provider oidc.eks.eu-west-1.amazonaws.com/id/abc, for subject system:serviceaccount:prod:app',
    outside: false,
  },
  {
    name: 'our whole cluster',
    policy: trust(provider('oidc.eks.eu-west-1.amazonaws.com/id/ABC'), undefined, web),
    says: 'the identity provider oidc.eks.eu-west-1.amazonaws.com/id/abc, for every subject',
    outside: false,
  },
  {
    name: 'an issuer nobody knows, one subject',
    policy: trust(provider('login.example.net'), { StringEquals: { 'login.example.net:sub': 'jane' } }, web),
    says: 'the identity provider login.example.net, for subject jane',
    outside: false,
  },
  {
    name: 'an issuer nobody knows, whatever the subject',
    policy: trust(
      provider('login.example.net'),
      { StringEquals: { 'login.example.net:aud': 'sts.amazonaws.com' } },
      web,
    ),
    says: 'the identity provider login.example.net of account 111122223333, for every subject',
    outside: true,
  },
  {
    name: "a stranger's cluster",
    policy: trust(provider('oidc.eks.eu-west-1.amazonaws.com/id/ABC', STRANGER), undefined, web),
    says: 'the identity provider oidc.eks.eu-west-1.amazonaws.com/id/abc of account 999999999999, for every subject',
    outside: true,
  },
  {
    name: 'an identity pool, logged in',
    policy: trust(
      { Federated: 'cognito-identity.amazonaws.com' },
      {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:0a' },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
      },
      web,
    ),
    says: 'Cognito, for identity pool eu-west-1:0a, logged in',
    outside: true,
  },
  {
    name: 'an identity pool, not logged in',
    policy: trust(
      { Federated: 'cognito-identity.amazonaws.com' },
      {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:0a' },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
      },
      web,
    ),
    says: 'Cognito, for identity pool eu-west-1:0a, without login',
    outside: true,
  },
  {
    name: 'Cognito, every pool',
    policy: trust({ Federated: 'cognito-identity.amazonaws.com' }, undefined, web),
    says: 'everybody at Cognito, without login',
    outside: true,
  },
  {
    name: 'Google, everybody who uses an app',
    policy: trust(
      { Federated: 'accounts.google.com' },
      { StringEquals: { 'accounts.google.com:aud': '12-ab.apps.googleusercontent.com' } },
      web,
    ),
    says: 'everybody at Google, through one app',
    outside: true,
  },
  {
    name: 'Google, one person',
    policy: trust(
      { Federated: 'accounts.google.com' },
      { StringEquals: { 'accounts.google.com:sub': '110248495921238986420' } },
      web,
    ),
    says: 'Google, for one person',
    outside: true,
  },
  {
    name: 'a host AWS does not know',
    policy: trust({ Federated: 'login.evil.example' }, undefined, web),
    says: 'the identity provider login.evil.example',
    outside: true,
  },
];
