/** A small configuration without mistakes, to be spoilt in one place. */
export const SAMPLE = `
version: 1
homeRegion: us-east-1
accounts:
  - {id: '111122223333', name: ACME production, owner: platform-team, client: acme, retentionDays: 400}
  - {id: '444455556666', name: Globex production, owner: platform-team}
roles:
  - {arn: 'arn:aws:iam::111122223333:role/prod-*', name: Production administrator}
  - {arn: 'arn:aws:iam::*:role/break-glass', name: Emergency access, owner: security-team}
organizationAccountAccessRole: true
owners:
  - {id: platform-team, name: Platform team, timeZone: Europe/Berlin, destinations: [platform-mail, platform-slack, platform-jira]}
  - {id: security-team, name: Security team, timeZone: UTC, destinations: [security-chat, security-hook]}
clients:
  - {id: acme, name: ACME, timeZone: America/New_York, contact: Jane Roe, destinations: [acme-mail]}
defaultOwner: platform-team
trustedAccounts:
  - {id: '777788889999', name: Northwind Managed Services}
destinations:
  - {id: platform-mail, channel: sns, email: [oncall@example.com]}
  - {id: platform-slack, channel: slack-webhook, url: 'ssm:/rolecall/platform-slack-url'}
  - {id: platform-jira, channel: jira, site: 'https://acme.atlassian.net', project: OPS, user: bot@example.com, token: 'ssm:/rolecall/jira-token'}
  - {id: security-chat, channel: slack-app, token: 'ssm:/rolecall/chat-token', channelId: C0123456789}
  - {id: security-hook, channel: webhook, url: 'ssm:/rolecall/hook-url', secret: 'ssm:/rolecall/hook-secret'}
  - {id: acme-mail, channel: sns, topicArn: 'arn:aws:sns:us-east-1:111122223333:acme'}
`;

/** Replaces a text that occurs exactly once: an edit that misses would test nothing. */
export const edited = (from: string, to: string, text = SAMPLE): string => {
  if (text.split(from).length !== 2) throw new Error(`"${from}" must occur exactly once.`);
  return text.replace(from, () => to);
};
