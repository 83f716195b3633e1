/** What a session name is worth: some are made by programs and name nobody. */

/** Names that SDKs, runners and AWS services make up. Documented forms and forms seen in real records. */
const MADE_BY_PROGRAMS: readonly RegExp[] = [
  /^botocore-session-\d+$/,
  /^aws-(go-sdk|sdk-go|sdk-js|sdk|cli|cdk)[-\w]*-?\d*$/,
  /^(GitHubActions|GitLabRunner[-\w]*|GitLab-?\w*|BitbucketPipelines[-\w]*)$/i,
  /^buildkite-job-/,
  /^terraform-?/i,
  /^AWSCodeBuild-[0-9a-f-]{36}$/,
  /^i-[0-9a-f]{8,17}$/,
  /^awslambda_/,
  /^eks-[\w-]+-[0-9a-f-]{36}$/,
  /^[0-9a-f]{16,}$/i,
  /^\d+$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^(session|assume[-_]?role|role[-_]?session|AssumeRoleSession\w*|default)[-_]?\d*$/i,
];

/** True when the name may be a person's: not one of the forms that programs make up. */
export const mayNamePerson = (sessionName: string): boolean =>
  !MADE_BY_PROGRAMS.some((form) => form.test(sessionName));

/** The part of `AROA...:session` after the colon; `undefined` when the id belongs to no session. */
export const sessionOf = (principalId: string): string | undefined => {
  const colon = principalId.indexOf(':');
  const session = principalId.slice(colon + 1);
  return colon < 0 || session === '' ? undefined : session;
};
