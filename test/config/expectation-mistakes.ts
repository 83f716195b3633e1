/** One mistake each in what is expected of entries, and in the smaller parts of the file. */
import type { Mistake } from './mistakes.ts';

const inRole = (name: string, field: string, says: string): Mistake => ({
  name,
  from: 'name: Production administrator}',
  to: `name: Production administrator, ${field}}`,
  says: `roles[0].${says}`,
});

const inOwner = (name: string, field: string, says: string): Mistake => ({
  name,
  from: 'timeZone: UTC, ',
  to: `timeZone: UTC, ${field}, `,
  says: `owners[1].${says}`,
});

const onTop = (name: string, lines: string, says: string): Mistake => ({
  name,
  from: 'defaultOwner: platform-team',
  to: `defaultOwner: platform-team\n${lines}`,
  says,
});

const HOURS_ALLOWED = 'write a whole number from 1 to 12';
const CLOCK = "write hours and minutes in quotes, e.g. '07:30'";
const CANARY = 'write 0, or a whole number from 30 to 10080';
const PRINCIPAL = 'write AIDA... or AROA... as the history shows it, without the colon and what follows';

const ROLES: readonly Mistake[] = [
  inRole(
    'a third party in words',
    'thirdParty: yes',
    'thirdParty: yes is not true or false; write true or false without quotes',
  ),
  inRole(
    'an expected account without quotes',
    'expectedAccounts: [777788889999]',
    "expectedAccounts[0]: 777788889999 is not an account number; write 12 digits in quotes, e.g. '111122223333' (YAML reads this as a number: put quotes around it)",
  ),
  inRole(
    'one expected account instead of a list',
    "expectedAccounts: '777788889999'",
    "expectedAccounts: 777788889999 is not a list of account numbers; write e.g. ['111122223333']",
  ),
  inRole(
    'nobody expected',
    'expectedAccounts: []',
    "expectedAccounts: a list is empty; write e.g. ['111122223333']",
  ),
  inRole(
    'an expected account twice',
    "expectedAccounts: ['777788889999', '777788889999']",
    'expectedAccounts[1]: 777788889999 is listed twice; remove one of them',
  ),
  inRole(
    'the short name of a service',
    'services: [lambda]',
    'services[0]: lambda is not the host of an AWS service; write e.g. lambda.amazonaws.com',
  ),
  inRole(
    'a service twice',
    'services: [lambda.amazonaws.com, lambda.amazonaws.com]',
    'services[1]: lambda.amazonaws.com is listed twice; remove one of them',
  ),
  inRole(
    'a session longer than any',
    'longestHours: 13',
    `longestHours: 13 is not a number of hours that is allowed; ${HOURS_ALLOWED}`,
  ),
  inRole(
    'half an hour',
    'longestHours: 0.5',
    `longestHours: 0.5 is not a number of hours that is allowed; ${HOURS_ALLOWED}`,
  ),
  inRole(
    'a misspelt expectation',
    'expectedAcounts: []',
    'expectedAcounts: is not known here; did you mean expectedAccounts?',
  ),
];

const OWNERS: readonly Mistake[] = [
  inOwner(
    'an hour that no day has',
    "workingHours: {from: '24:00', to: '07:00'}",
    `workingHours.from: 24:00 is not a time of day; ${CLOCK}`,
  ),
  inOwner(
    'an hour without minutes',
    'workingHours: {from: 7, to: "19:00"}',
    `workingHours.from: 7 is not a time of day; ${CLOCK} (YAML reads this as a number: put quotes around it)`,
  ),
  inOwner(
    'working hours without an end',
    "workingHours: {from: '07:00'}",
    "workingHours.to: is missing; write hours and minutes in quotes, e.g. '07:30'",
  ),
  inOwner(
    'working hours of no length',
    "workingHours: {from: '07:00', to: '07:00'}",
    'workingHours: a mapping is no time at all, because it ends when it begins; leave workingHours away when nobody has any',
  ),
  inOwner(
    'a day of another language',
    "workingHours: {from: '07:00', to: '19:00', days: [mon, die]}",
    'workingHours.days[1]: die is not a day of the week; write one of mon, tue, wed, thu, fri, sat, sun',
  ),
  inOwner(
    'a day twice',
    "workingHours: {from: '07:00', to: '19:00', days: [mon, mon]}",
    'workingHours.days[1]: mon is listed twice; remove one of them',
  ),
  inOwner(
    'working hours in words',
    'workingHours: always',
    "workingHours: always is not working hours; write from and to under it, e.g. from: '07:00'",
  ),
];

const TOP: readonly Mistake[] = [
  onTop(
    'a further Region that does not exist',
    'regions: [eu-middle-1]',
    'regions[0]: eu-middle-1 is not a Region Rolecall knows; write the code of a Region, e.g. us-east-1',
  ),
  onTop(
    'a further Region twice',
    'regions: [eu-west-1, eu-west-1]',
    'regions[1]: eu-west-1 is listed twice; remove one of them',
  ),
  onTop(
    'a Region of another partition',
    'regions: [cn-north-1]',
    'regions[0]: cn-north-1 is in another partition than us-east-1, and nothing is forwarded between the two; deploy Rolecall there as well',
  ),
  onTop(
    'a misspelt observation',
    'observations: {first-netwerk: false}',
    'observations.first-netwerk: is not known here; did you mean first-network?',
  ),
  onTop(
    'an observation switched off in words',
    'observations: {no-mfa: off}',
    'observations.no-mfa: off is not true or false; write false, or leave it away',
  ),
  onTop(
    'a list of observations',
    'observations: [no-mfa]',
    'observations: a list is not a mapping; write e.g. out-of-hours: false under it',
  ),
  onTop(
    'a principal with its session',
    'principals: [{id: "AROAEXAMPLECALLER0001:alice", name: Alice}]',
    `principals[0].id: is not the unique id of a user or a role; ${PRINCIPAL}`,
  ),
  onTop(
    'a group instead of a principal',
    'principals: [{id: AGPAEXAMPLEGROUP00001, name: Alice}]',
    `principals[0].id: is not the unique id of a user or a role; ${PRINCIPAL}`,
  ),
  onTop(
    'a principal twice',
    'principals:\n  - {id: AIDAEXAMPLEUSER000001, name: Alice}\n  - {id: AIDAEXAMPLEUSER000001, name: Bob}',
    'principals[1].id: is already the id of principals[0]; use each once',
  ),
  onTop(
    'a principal without a name',
    'principals: [{id: AIDAEXAMPLEUSER000001}]',
    'principals[0].name: is missing; write a text of at most 80 characters on one line',
  ),
  onTop(
    'a switch where a mapping belongs',
    'organization: true',
    'organization: true is not a mapping; write id or accountNames under it',
  ),
  onTop(
    'a misspelt question to the organisation',
    'organization: {accountName: true}',
    'organization.accountName: is not known here; did you mean accountNames?',
  ),
  onTop(
    'a name instead of the ARN of a deployer',
    'deployers: [alice]',
    'deployers[0]: alice is not the ARN of a user, a role or a session; write e.g. arn:aws:sts::111122223333:assumed-role/deploy/*',
  ),
  ...[
    'repo:*',
    'repo:acme*',
    'project_path:*',
    'organization:*',
    '*',
    'acme',
    'token.actions.githubusercontent.com:*',
  ].map((subject) =>
    onTop(
      `the subject ${subject}, which may be anybody's`,
      `ownSubjects: ['${subject}']`,
      `ownSubjects[0]: ${subject} is not a subject of our own; write e.g. repo:acme/*, project_path:acme/* or accounts.google.com:110248495921238986420`,
    ),
  ),
  onTop(
    'a subject twice',
    "ownSubjects: ['repo:acme/*', 'repo:acme/*']",
    'ownSubjects[1]: repo:acme/* is listed twice; remove one of them',
  ),
  onTop(
    'a canary that never rests',
    'canary: {everyMinutes: 5}',
    `canary.everyMinutes: 5 is not a number of minutes that is allowed; ${CANARY}`,
  ),
  onTop(
    'a canary of more than a week',
    'canary: {everyMinutes: 10081}',
    `canary.everyMinutes: 10081 is not a number of minutes that is allowed; ${CANARY}`,
  ),
  onTop(
    'an issuer without https',
    'signIn: {issuer: http://issuer.example, clientId: c1}',
    'signIn.issuer: http://issuer.example is not the address of an issuer; write an https address without ? and #, exactly as in the iss of its tokens',
  ),
  onTop(
    'an issuer without a client',
    'signIn: {issuer: https://issuer.example}',
    'signIn.clientId: is missing; write the client id that the issuer shows',
  ),
  onTop(
    'a client that CloudFormation would read',
    "signIn: {issuer: https://issuer.example, clientId: '${AWS::AccountId}'}",
    'signIn.clientId: ${AWS::AccountId} is not the id of a client; write the client id that the issuer shows',
  ),
  onTop('a canary without a rhythm', 'canary: {}', `canary.everyMinutes: is missing; ${CANARY}`),
  {
    name: 'a partner in words',
    from: 'name: Northwind Managed Services}',
    to: 'name: Northwind Managed Services, partner: please}',
    says: 'trustedAccounts[0].partner: please is not true or false; write true or false without quotes',
  },
  {
    name: 'a partner without its number',
    from: "{id: '777788889999', name: Northwind Managed Services}",
    to: '{name: Northwind Managed Services, partner: true}',
    says: "trustedAccounts[0].id: is missing; write 12 digits in quotes, e.g. '111122223333'",
  },
];

export const EXPECTATION_MISTAKES: readonly Mistake[] = [...ROLES, ...OWNERS, ...TOP];
