/** One mistake each: what is edited in the sample, and the sentence its author reads. */
export interface Mistake {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Path, value and message as printed. */
  readonly says: string;
}

const EXAMPLE_ID = "write 12 digits in quotes, e.g. '111122223333'";
const ROLE = "'arn:aws:iam::111122223333:role/prod-*'";
const IAM_EXAMPLE = 'e.g. arn:aws:iam::111122223333:role/prod-admin';

const roleMistake = (name: string, arn: string, message: string): Mistake => ({
  name,
  from: ROLE,
  to: `'${arn}'`,
  says: `roles[0].arn: ${arn} ${message}`,
});

const SHAPE: readonly Mistake[] = [
  {
    name: 'a version of the future',
    from: 'version: 1',
    to: 'version: 2',
    says: 'version: 2 is not a version Rolecall reads; write 1 without quotes',
  },
  {
    name: 'a quoted version',
    from: 'version: 1',
    to: "version: '1'",
    says: 'version: 1 is not a version Rolecall reads; write 1 without quotes (YAML reads this as a text: leave the quotes away)',
  },
  {
    name: 'no version',
    from: 'version: 1',
    to: '',
    says: 'version: is missing; write 1 without quotes',
  },
  {
    name: 'a misspelt top-level key',
    from: 'trustedAccounts:',
    to: 'trustedAcounts:',
    says: 'trustedAcounts: is not known here; did you mean trustedAccounts?',
  },
  {
    name: 'a misspelt key of an account',
    from: 'retentionDays: 400',
    to: 'retentiondays: 400',
    says: 'accounts[0].retentiondays: is not known here; did you mean retentionDays?',
  },
  {
    name: 'a key that resembles none',
    from: 'retentionDays: 400',
    to: 'colour: red',
    says: 'accounts[0].colour: is not known here; known are id, name, owner, client, retentionDays',
  },
  {
    name: 'a text where a list belongs',
    from: 'destinations: [acme-mail]',
    to: 'destinations: acme-mail',
    says: 'clients[0].destinations: acme-mail is not a list; write a list of destination ids, e.g. [platform-mail]',
  },
  {
    name: 'a text where a mapping belongs',
    from: "  - {id: '777788889999', name: Northwind Managed Services}",
    to: '  - Northwind',
    says: 'trustedAccounts[0]: Northwind is not a trusted account; write id and name under it',
  },
  {
    name: 'an account without a name',
    from: 'name: Globex production, ',
    to: '',
    says: 'accounts[1].name: is missing; write a text of at most 80 characters on one line',
  },
  {
    name: 'a name without a value',
    from: 'name: Globex production, ',
    to: 'name: , ',
    says: 'accounts[1].name: is missing; write a text of at most 80 characters on one line',
  },
  {
    name: 'a name that YAML takes for a number',
    from: 'name: ACME, ',
    to: 'name: 2026, ',
    says: 'clients[0].name: 2026 is not a name; write a text of at most 80 characters on one line (YAML reads this as a number: put quotes around it)',
  },
  {
    name: 'a name that YAML takes for a boolean',
    from: 'name: ACME, ',
    to: 'name: true, ',
    says: 'clients[0].name: true is not a name; write a text of at most 80 characters on one line (YAML reads this as a boolean: put quotes around it)',
  },
  {
    name: 'a name of several lines',
    from: 'name: ACME, ',
    to: 'name: "ACME\\nInc", ',
    says: 'clients[0].name: ACME\uFFFDInc is not a name; write a text of at most 80 characters on one line',
  },
  {
    name: 'a text where true or false belongs',
    from: 'organizationAccountAccessRole: true',
    to: 'organizationAccountAccessRole: yes',
    says: 'organizationAccountAccessRole: yes is not true or false; write true or false without quotes',
  },
  {
    name: 'a history that is kept too short',
    from: 'retentionDays: 400',
    to: 'retentionDays: 29',
    says: 'accounts[0].retentionDays: 29 is not a number of days that is allowed; write a whole number from 30 to 3653',
  },
  {
    name: 'a history that is kept too long',
    from: 'retentionDays: 400',
    to: 'retentionDays: 3654',
    says: 'accounts[0].retentionDays: 3654 is not a number of days that is allowed; write a whole number from 30 to 3653',
  },
  {
    name: 'half a day',
    from: 'retentionDays: 400',
    to: 'retentionDays: 30.5',
    says: 'accounts[0].retentionDays: 30.5 is not a number of days that is allowed; write a whole number from 30 to 3653',
  },
  {
    name: 'quoted days',
    from: 'retentionDays: 400',
    to: "retentionDays: '400'",
    says: 'accounts[0].retentionDays: 400 is not a number of days that is allowed; write a whole number from 30 to 3653 (YAML reads this as a text: leave the quotes away)',
  },
  {
    name: 'repeats that are counted for more than a day',
    from: 'defaultOwner: platform-team',
    to: 'defaultOwner: platform-team\nrepeatWindowMinutes: 1441',
    says: 'repeatWindowMinutes: 1441 is not a number of minutes that is allowed; write a whole number from 0 to 1440',
  },
  {
    name: 'repeats that are counted for less than nothing',
    from: 'defaultOwner: platform-team',
    to: 'defaultOwner: platform-team\nrepeatWindowMinutes: -1',
    says: 'repeatWindowMinutes: -1 is not a number of minutes that is allowed; write a whole number from 0 to 1440',
  },
  {
    name: 'half a minute',
    from: 'defaultOwner: platform-team',
    to: 'defaultOwner: platform-team\nrepeatWindowMinutes: 0.5',
    says: 'repeatWindowMinutes: 0.5 is not a number of minutes that is allowed; write a whole number from 0 to 1440',
  },
  {
    name: 'a time zone nobody knows',
    from: 'America/New_York',
    to: 'America/NewYork',
    says: 'clients[0].timeZone: America/NewYork is not a time zone; write an IANA name, e.g. Europe/Berlin or America/New_York',
  },
  {
    name: 'an offset instead of a time zone',
    from: 'America/New_York',
    to: "'-05:00'",
    says: 'clients[0].timeZone: -05:00 is not a time zone; write an IANA name, e.g. Europe/Berlin or America/New_York',
  },
  {
    name: 'a Region that does not exist',
    from: 'homeRegion: us-east-1',
    to: 'homeRegion: us-east-7',
    says: 'homeRegion: us-east-7 is not a Region Rolecall knows; write the code of a Region, e.g. us-east-1',
  },
  {
    name: 'an owner without destinations',
    from: 'destinations: [security-chat, security-hook]',
    to: 'destinations: []',
    says: 'owners[1].destinations: a list is empty; write a list of destination ids, e.g. [platform-mail]',
  },
  {
    name: 'no default owner',
    from: 'defaultOwner: platform-team',
    to: '',
    says: 'defaultOwner: is missing; write the id of an owner listed in this file',
  },
];

const ACCOUNTS: readonly Mistake[] = [
  {
    name: 'an account number without quotes',
    from: "'777788889999'",
    to: '777788889999',
    says: `trustedAccounts[0].id: 777788889999 is not an account number; ${EXAMPLE_ID} (YAML reads this as a number: put quotes around it)`,
  },
  {
    name: 'an account number that loses its zero',
    from: "'777788889999'",
    to: '012345678901',
    says: `trustedAccounts[0].id: 012345678901 is not an account number; ${EXAMPLE_ID} (YAML reads this as a number: put quotes around it, without them its leading zero is lost)`,
  },
  {
    name: 'an account number in octal',
    from: "'777788889999'",
    to: '0o17',
    says: `trustedAccounts[0].id: 0o17 is not an account number; ${EXAMPLE_ID} (YAML reads this as a number: put quotes around it)`,
  },
  {
    name: 'an account number that is too short',
    from: "'777788889999'",
    to: "'12345'",
    says: `trustedAccounts[0].id: 12345 is not an account number; ${EXAMPLE_ID}`,
  },
  {
    name: "an account number in the console's spelling",
    from: "'777788889999'",
    to: '7777-8888-9999',
    says: `trustedAccounts[0].id: 7777-8888-9999 is not an account number; ${EXAMPLE_ID}`,
  },
  {
    name: 'an account listed twice',
    from: "{id: '444455556666', name: Globex production",
    to: "{id: '111122223333', name: Globex production",
    says: 'accounts[1].id: 111122223333 is already the id of accounts[0]; use each once',
  },
  {
    name: 'an account that is ours and trusted',
    from: "'777788889999'",
    to: "'444455556666'",
    says: 'trustedAccounts[0].id: 444455556666 is listed under accounts already; remove it here',
  },
];

const REFERENCES: readonly Mistake[] = [
  {
    name: 'an owner nobody knows',
    from: 'name: Globex production, owner: platform-team',
    to: 'name: Globex production, owner: plattform-team',
    says: 'accounts[1].owner: plattform-team is not listed under owners; did you mean platform-team?',
  },
  {
    name: 'a client nobody knows',
    from: 'name: Globex production, owner: platform-team',
    to: 'name: Globex production, owner: platform-team, client: zzz',
    says: 'accounts[1].client: zzz is not listed under clients; known are acme',
  },
  {
    name: 'the owner of a role nobody knows',
    from: 'name: Production administrator',
    to: 'name: Production administrator, owner: security',
    says: 'roles[0].owner: security is not listed under owners; known are platform-team, security-team',
  },
  {
    name: 'the client of a role nobody knows',
    from: 'name: Production administrator',
    to: 'name: Production administrator, client: acne',
    says: 'roles[0].client: acne is not listed under clients; did you mean acme?',
  },
  {
    name: 'a default owner nobody knows',
    from: 'defaultOwner: platform-team',
    to: 'defaultOwner: nobody',
    says: 'defaultOwner: nobody is not listed under owners; known are platform-team, security-team',
  },
  {
    name: 'a destination nobody knows',
    from: '[platform-mail, platform-slack, platform-jira]',
    to: '[platform-mail, platform-slack, platform-jira, platform-jjira]',
    says: 'owners[0].destinations[3]: platform-jjira is not listed under destinations; did you mean platform-jira?',
  },
  {
    name: 'a fallback nobody knows',
    from: '[platform-mail, platform-slack, platform-jira]',
    to: '[platform-mail, platform-slack, platform-jira], fallback: security-caht',
    says: 'owners[0].fallback: security-caht is not listed under destinations; did you mean security-chat?',
  },
  {
    name: 'a fallback that a client reads',
    from: '[platform-mail, platform-slack, platform-jira]',
    to: '[platform-mail, platform-slack, platform-jira], fallback: acme-mail',
    says: "owners[0].fallback: acme-mail tells clients[0], who would read the owner's edition; choose a destination of an owner",
  },
  {
    name: 'a fallback for a client, who has none',
    from: 'destinations: [acme-mail]',
    to: 'destinations: [acme-mail], fallback: platform-mail',
    says: 'clients[0].fallback: is not known here; known are id, name, timeZone, contact, destinations',
  },
  {
    name: 'the id of the built-in destination',
    from: '{id: acme-mail, channel',
    to: '{id: rolecall-operator, channel: ops-center}\n  - {id: acme-mail, channel',
    says: 'destinations[5].id: rolecall-operator is the id of the operator’s topic, which Rolecall makes itself; choose another',
  },
  {
    name: 'the id of the canary’s destination',
    from: '{id: acme-mail, channel',
    to: '{id: rolecall-canary, channel: ops-center}\n  - {id: acme-mail, channel',
    says: 'destinations[5].id: rolecall-canary is the id of the canary’s topic, which Rolecall makes itself; choose another',
  },
  {
    name: 'an owner id used twice',
    from: '{id: security-team, name',
    to: '{id: platform-team, timeZone: UTC, name: Twin, destinations: [platform-mail]}\n  - {id: security-team, name',
    says: 'owners[1].id: platform-team is already the id of owners[0]; use each once',
  },
  {
    name: 'a client with the id of an owner',
    from: '{id: acme, name: ACME',
    to: '{id: security-team, name: Twin, timeZone: UTC, destinations: [acme-mail]}\n  - {id: acme, name: ACME',
    says: 'clients[0].id: security-team is the id of owners[1] as well, so that groups such as viewer@<id> would mean both; choose another',
  },
  {
    name: 'a destination id used twice',
    from: '{id: acme-mail, channel',
    to: '{id: platform-mail, channel: ops-center}\n  - {id: acme-mail, channel',
    says: 'destinations[5].id: platform-mail is already the id of destinations[0]; use each once',
  },
  {
    name: 'destination ids that differ in hyphens only',
    from: '{id: acme-mail, channel',
    to: '{id: platformmail, channel: ops-center}\n  - {id: acme-mail, channel',
    says: 'destinations[5].id: platformmail differs from the id of destinations[0] in hyphens only; choose another',
  },
  {
    name: 'an id with capitals and blanks',
    from: '{id: acme-mail, channel',
    to: '{id: Acme mail, channel: ops-center}\n  - {id: acme-mail, channel',
    says: 'destinations[5].id: Acme mail is not an id; write up to 40 lower-case letters, digits and hyphens, e.g. platform-team',
  },
  {
    name: 'a destination an owner lists twice',
    from: '[platform-mail, platform-slack, platform-jira]',
    to: '[platform-mail, platform-slack, platform-jira, platform-mail]',
    says: 'owners[0].destinations[3]: platform-mail is listed twice; remove one of them',
  },
  {
    name: 'a destination shared by an owner and a client',
    from: 'destinations: [acme-mail]',
    to: 'destinations: [acme-mail, platform-mail]',
    says: 'clients[0].destinations[1]: platform-mail tells owners[0] already, and owners and clients read different editions; give the client a destination of its own',
  },
];

const ROLES: readonly Mistake[] = [
  roleMistake(
    'a role of a strange account',
    'arn:aws:iam::999999999999:role/prod',
    'is a role of account 999999999999, which is not listed under accounts; add it there or correct the number',
  ),
  roleMistake(
    'every role of an account',
    'arn:aws:iam::111122223333:role/*',
    'designates every role: AWS services enter roles all day long, and each entry would be announced; name the roles people use, or add "everyRole: true" if that is what you want',
  ),
  roleMistake(
    'every role with a path',
    'arn:aws:iam::111122223333:role/*/*',
    'designates every role: AWS services enter roles all day long, and each entry would be announced; name the roles people use, or add "everyRole: true" if that is what you want',
  ),
  roleMistake(
    'a bare role name',
    'prod-admin',
    `is not the ARN of a role; write the whole of it, ${IAM_EXAMPLE}`,
  ),
  roleMistake(
    'the ARN of a user',
    'arn:aws:iam::111122223333:user/bob',
    `is not the ARN of a role; write ${IAM_EXAMPLE}`,
  ),
  roleMistake(
    'the ARN of a session',
    'arn:aws:sts::111122223333:assumed-role/prod/bob',
    `is the ARN of a session; write the one of its role, ${IAM_EXAMPLE}`,
  ),
  roleMistake(
    'another partition than the home Region',
    'arn:aws-cn:iam::111122223333:role/prod',
    'is a role of the partition aws-cn, and the home Region is in aws; one stack hears one partition, so write a configuration for each of them',
  ),
  roleMistake(
    'a partition that does not exist',
    'arn:awz:iam::111122223333:role/prod',
    `is in no partition of AWS; known are aws, aws-cn, aws-us-gov, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f: write ${IAM_EXAMPLE}`,
  ),
  roleMistake(
    'a wildcard inside the account number',
    'arn:aws:iam::1111*:role/prod',
    'holds no account number of 12 digits; write the number of a listed account, or * for all of them',
  ),
  roleMistake(
    'a question mark',
    'arn:aws:iam::111122223333:role/prod-?',
    'holds a ?, which no role name can; only * stands for any text',
  ),
  roleMistake(
    'two stars',
    'arn:aws:iam::111122223333:role/prod-**',
    'holds **, which says no more than *; write one *',
  ),
  roleMistake(
    'a blank in the name',
    'arn:aws:iam::111122223333:role/prod admin',
    'holds characters no role name can; IAM allows letters, digits and +=,.@_-',
  ),
  roleMistake(
    'a path without a name',
    'arn:aws:iam::111122223333:role/vendor/',
    `names no role behind role/; write ${IAM_EXAMPLE}`,
  ),
  {
    name: 'a role designated twice',
    from: ROLE,
    to: "'arn:aws:iam::*:role/break-glass'",
    says: 'roles[1].arn: arn:aws:iam::*:role/break-glass is designated by roles[0] already; keep one of them',
  },
];

const DESTINATIONS: readonly Mistake[] = [
  {
    name: 'a channel that does not exist',
    from: 'channel: jira, site',
    to: 'channel: jirra, site',
    says: 'destinations[2].channel: jirra is not a channel; did you mean jira?',
  },
  {
    name: 'a channel that resembles none',
    from: 'channel: jira, site',
    to: 'channel: carrier-pigeon, site',
    says: 'destinations[2].channel: carrier-pigeon is not a channel; known are sns, slack-webhook, slack-app, jira, ops-center, webhook',
  },
  {
    name: 'a destination without a channel',
    from: 'channel: jira, ',
    to: '',
    says: 'destinations[2].channel: is missing; write the name of a channel',
  },
  {
    name: 'a misspelt setting',
    from: 'channelId: C0123456789',
    to: 'channelId: C0123456789, chanelId: C1',
    says: 'destinations[3].chanelId: is not known here; did you mean channelId?',
  },
  {
    name: 'a missing setting',
    from: 'project: OPS, ',
    to: '',
    says: 'destinations[2].project: is missing; write the key of the project, such as OPS: the letters before the number of its issues.',
  },
  {
    name: 'a setting of the wrong form',
    from: 'https://acme.atlassian.net',
    to: 'https://jira.acme.example',
    says: 'destinations[2].site: is not right; write the address of the Jira Cloud site: https://<name>.atlassian.net, without a path.',
  },
  {
    name: 'a missing secret',
    from: ", url: 'ssm:/rolecall/platform-slack-url'",
    to: '',
    says: 'destinations[1].url: is missing; write where the webhook URL is kept, not the webhook URL itself: ssm:/path/of/the/parameter (on the laptop also env:NAME).',
  },
  {
    name: 'a secret in clear',
    from: 'ssm:/rolecall/jira-token',
    to: 'hunter2',
    says: "destinations[2].token: must be a reference, never the secret itself (make a new one if it stood here); put the secret into SSM Parameter Store as a SecureString and write 'ssm:/rolecall/platform-jira-token'",
  },
  {
    name: 'a reference to the environment',
    from: 'ssm:/rolecall/jira-token',
    to: 'env:JIRA_TOKEN',
    says: "destinations[2].token: is an env: reference, which works on the laptop only; put the secret into SSM Parameter Store and write 'ssm:/rolecall/platform-jira-token'",
  },
  {
    name: 'a parameter name that SSM refuses',
    from: 'ssm:/rolecall/jira-token',
    to: 'ssm:/aws/jira-token',
    says: "destinations[2].token: has a name that SSM keeps for itself (/aws..., /ssm...); write e.g. 'ssm:/rolecall/platform-jira-token'",
  },
  {
    name: 'a secret where none belongs',
    from: 'contact: Jane Roe',
    to: 'contact: xoxb-111111111111-abcdefghij',
    says: 'clients[0].contact: holds a secret in clear; remove it, and make a new one, because this one has been in a file',
  },
  {
    name: 'a mail address without @',
    from: '[oncall@example.com]',
    to: '[oncall.example.com]',
    says: 'destinations[0].email[0]: is not right; write a mail address, such as oncall@example.com.',
  },
  {
    name: 'mail to nobody',
    from: ', email: [oncall@example.com]',
    to: '',
    says: 'destinations[0].email: is missing; add email (a list of addresses) or topicArn (an existing topic): nobody would be told.',
  },
  {
    name: 'addresses beside a topic of somebody else',
    from: "topicArn: 'arn",
    to: "email: [ops@acme.example], topicArn: 'arn",
    says: 'destinations[5].email: changes nothing beside topicArn: subscribe people to that topic yourself, or remove topicArn',
  },
  {
    name: 'a name that writes backwards',
    from: 'name: ACME, ',
    to: 'name: "AC\\u202EME", ',
    says: 'clients[0].name: AC\uFFFDME is not a name; write a text of at most 80 characters on one line',
  },
  {
    name: 'a topic of another Region',
    from: 'arn:aws:sns:us-east-1:111122223333:acme',
    to: 'arn:aws:sns:eu-west-1:111122223333:acme',
    says: 'destinations[5].topicArn: is a topic of another Region; SNS takes messages only there, so use a topic in us-east-1',
  },
];

const YAML: readonly Mistake[] = [
  {
    name: 'a tab',
    from: "  - {id: '777788889999'",
    to: "\t- {id: '777788889999'",
    says: 'line 18: is not YAML: tab characters must not be used in indentation; indent with spaces, not with tabs',
  },
  {
    name: 'a bracket that is not closed',
    from: 'destinations: [acme-mail]}',
    to: 'destinations: [acme-mail',
    says: 'line 16: is not YAML: missed comma between flow collection entries; or a bracket in the line before is not closed',
  },
  {
    name: 'a key written twice',
    from: 'defaultOwner: platform-team',
    to: 'defaultOwner: platform-team\ndefaultOwner: security-team',
    says: 'line 17: is not YAML: duplicated mapping key; write each key once',
  },
  {
    name: 'a secret that looks like an alias',
    from: "'ssm:/rolecall/jira-token'",
    to: '*hunter2',
    says: 'line 22: is not YAML: unidentified alias; a text that begins with * needs quotes',
  },
  {
    name: 'a secret that looks like a tag',
    from: "'ssm:/rolecall/jira-token'",
    to: '!hunter2 x',
    says: 'line 22: is not YAML: unknown tag; a text that begins with ! needs quotes',
  },
  {
    name: 'two documents',
    from: 'defaultOwner: platform-team',
    to: 'defaultOwner: platform-team\n---',
    says: 'is not YAML: expected a single document in the stream, but found more; remove the lines that hold only ---',
  },
];

export const MISTAKES: readonly Mistake[] = [
  ...SHAPE,
  ...ACCOUNTS,
  ...REFERENCES,
  ...ROLES,
  ...DESTINATIONS,
  ...YAML,
];
