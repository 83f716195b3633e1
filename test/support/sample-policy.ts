/** A small policy: one production account, an owner with two destinations, a client with one. */
import type { Policy } from '../../lib/policy/policy.ts';

export const PRODUCTION = '111122223333';
export const NORTHWIND = '777788889999';
export const PROD_ADMIN = `arn:aws:iam::${PRODUCTION}:role/prod-admin`;

export const samplePolicy: Policy = {
  hash: 'a'.repeat(64),
  homeRegion: 'us-east-1',
  regions: ['us-east-1'],
  accounts: [
    { id: PRODUCTION, name: 'ACME production', owner: 'platform', client: 'acme', retentionDays: 400 },
  ],
  roles: [
    {
      pattern: `arn:aws:iam::${PRODUCTION}:role/prod-*`,
      accountId: PRODUCTION,
      name: 'Production administrator',
      owner: 'platform',
      client: 'acme',
    },
    {
      pattern: `arn:aws:iam::${PRODUCTION}:role/OrganizationAccountAccessRole`,
      accountId: PRODUCTION,
      name: 'Organization account access',
      owner: 'platform',
    },
  ],
  owners: [
    {
      id: 'platform',
      name: 'Platform team',
      timeZone: 'Europe/Berlin',
      contact: '+49 30 1234',
      destinations: ['platform-slack', 'platform-jira'],
    },
    { id: 'security', name: 'Security team', timeZone: 'UTC', destinations: ['security-mail'] },
  ],
  clients: [{ id: 'acme', name: 'ACME', timeZone: 'America/New_York', destinations: ['acme-mail'] }],
  defaultOwner: 'security',
  repeatWindowMinutes: 15,
  trustedAccounts: [{ id: NORTHWIND, name: 'Northwind Managed Services' }],
  destinations: [
    { id: 'platform-slack', channel: 'slack-webhook', settings: {} },
    { id: 'platform-jira', channel: 'jira', settings: {} },
    { id: 'security-mail', channel: 'sns', settings: {} },
    { id: 'acme-mail', channel: 'sns', settings: {} },
  ],
};
