/** Subjects of web identities in words, and which of them are not believed. */
import { subjectLabel } from '../../lib/access/subject-label.ts';
import { processorMs } from '../support/processor-ms.ts';

const GITHUB = 'token.actions.githubusercontent.com';

const labelAt = (provider: string, subject: string): string =>
  subjectLabel(subject, {
    userIdentity: { identityProvider: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
  });

describe('subjects of web identities', () => {
  test.each([
    [GITHUB, 'repo:acme/app:ref:refs/heads/main', 'GitHub Actions, acme/app (branch main)'],
    [GITHUB, 'repo:acme/app:ref:refs/tags/v1', 'GitHub Actions, acme/app (tag v1)'],
    [GITHUB, 'repo:acme/app:ref:refs/pull/7/merge', 'GitHub Actions, acme/app (refs/pull/7/merge)'],
    [GITHUB, 'repo:acme/app:environment:prod', 'GitHub Actions, acme/app (environment prod)'],
    [GITHUB, 'repo:acme/app:environment:a:b', 'GitHub Actions, acme/app (environment a:b)'],
    [GITHUB, 'repo:acme/app:pull_request', 'GitHub Actions, acme/app (pull request)'],
    [GITHUB, 'repo:acme/app', 'GitHub Actions, acme/app'],
    [GITHUB, 'repo:acme@12/app@34:environment:prod', 'GitHub Actions, acme/app (environment prod)'],
    [`${GITHUB}/acme-inc`, 'repo:acme/app:pull_request', 'GitHub Actions, acme/app (pull request)'],
    ['gitlab.com', 'project_path:a/b/c:ref_type:branch:ref:x/y', 'GitLab CI, a/b/c (branch x/y)'],
    [
      'git.acme.example',
      'project_path:a/b:ref_type:tag:ref:v1',
      'GitLab CI at git.acme.example, a/b (tag v1)',
    ],
    [
      'agent.buildkite.com',
      'organization:acme:pipeline:app:ref:refs/heads/main:commit:9f31:step:build',
      'Buildkite, acme/app (branch main)',
    ],
    [
      'app.terraform.io',
      'organization:acme:project:Core:workspace:prod:run_phase:plan',
      'HCP Terraform, acme/prod (project Core, plan)',
    ],
    ['oidc.circleci.com/org/1', 'org/1/project/2/user/3', 'CircleCI, project 2 (user 3)'],
    [
      'oidc.circleci.com/org/1',
      'org/1/project/2/user/3/vcs-origin/github.com/a/b/vcs-ref/refs/heads/main',
      'CircleCI, github.com/a/b (branch main)',
    ],
    [
      'oidc.eks.eu-central-1.amazonaws.com/id/AB',
      'system:serviceaccount:shop:checkout',
      'Kubernetes service account shop/checkout',
    ],
  ])('%s: %s', (provider, subject, label) => {
    expect(labelAt(provider, subject)).toBe(label);
  });

  test.each([
    ['accounts.google.com', '1076', 'Google account 1076'],
    ['cognito-identity.amazonaws.com', 'eu-central-1:0f1e', 'Amazon Cognito identity eu-central-1:0f1e'],
  ])('%s has no ARN', (identityProvider, subject, label) => {
    expect(subjectLabel(subject, { userIdentity: { identityProvider } })).toBe(label);
  });

  test.each([
    ['login.acme.example', 'repo:acme/app:ref:refs/heads/main'],
    [`${GITHUB}.evil.example`, 'repo:acme/app:ref:refs/heads/main'],
    [`evil.example/${GITHUB}`, 'repo:acme/app:ref:refs/heads/main'],
    ['login.acme.example', 'organization:acme:pipeline:app:ref:refs/heads/main:commit:9f31'],
    ['evilagent.buildkite.com', 'organization:acme:pipeline:app:ref:refs/heads/main:commit:9f31'],
    ['login.acme.example', 'organization:acme:project:Core:workspace:prod:run_phase:plan'],
    ['login.acme.example', 'org/1/project/2/user/3'],
    ['login.acme.example', '1076'],
    [GITHUB, 'repo::ref:x'],
    [GITHUB, ''],
  ])('%s is not believed when it says %s', (provider, subject) => {
    expect(labelAt(provider, subject)).toBe(`${subject} at ${provider}`);
  });

  test.each([
    ['login.evil.example', 'jane.doe@example.com', 'jane.doe@example.com at login.evil.example'],
    [
      'login.evil.example',
      'system:serviceaccount:shop:checkout',
      'Kubernetes service account shop/checkout at login.evil.example',
    ],
    [
      'oidc.eks.evil.example/id/AB',
      'system:serviceaccount:shop:checkout',
      'Kubernetes service account shop/checkout at oidc.eks.evil.example/id/AB',
    ],
    ['oidc.circleci.com/org/1', 'jane', 'jane at oidc.circleci.com/org/1'],
  ])('%s is named where it says %s', (provider, subject, label) => {
    expect(labelAt(provider, subject)).toBe(label);
  });

  test('an issuer is named behind every subject, however long that is', () => {
    const label = labelAt('login.evil.example', 'x'.repeat(500));
    expect(label.endsWith('x… at login.evil.example')).toBe(true);
    expect(label.length).toBeLessThanOrEqual(200);
    expect(labelAt(`${'a.'.repeat(200)}example`, 'x'.repeat(500)).length).toBeLessThanOrEqual(200);
  });

  test('a subject without an issuer stays as it is', () => {
    expect(subjectLabel('jane', {})).toBe('jane');
  });

  test('a hostile subject takes no longer than a harmless one', () => {
    const taken = processorMs(() => {
      for (const subject of [
        'repo:',
        'org/1/project/2/user/3/vcs-origin/',
        'project_path:',
        'organization:',
      ]) {
        labelAt(GITHUB, subject + '/vcs-ref/:@1'.repeat(80));
        labelAt('oidc.circleci.com/org/1', subject + '/vcs-ref/refs/'.repeat(80));
      }
    });
    expect(taken).toBeLessThan(2_000);
  });
});
