/**
 * The delivery side with the real channels against the laptop's vendors, which enforce the real limits, on a clock of its
 * own. The stores are in memory, or DynamoDB's on this machine.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SSMClient } from '@aws-sdk/client-ssm';
import { dynamoDbAliases } from '../../lib/aws/aliases.ts';
import { dynamoDbCopies } from '../../lib/aws/caller-copies.ts';
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbHealth } from '../../lib/aws/dynamodb-health.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import { addToOpsItemWith, createOpsItemWith } from '../../lib/aws/ops-items.ts';
import type { Table } from '../../lib/aws/table.ts';
import { openDestination } from '../../lib/channels/index.ts';
import type { ChannelEffects, Destination } from '../../lib/delivery/channel.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import type { SendHttp } from '../../lib/kernel/http.ts';
import type { ConfiguredDestination, Policy } from '../../lib/policy/policy.ts';
import type { KeptMessage } from '../../local/vendors/kept-message.ts';
import { startVendors, type Vendors } from '../../local/vendors/start-vendors.ts';
import { makeEffects } from '../channels/effects.ts';
import {
  jiraCase,
  SIGNING_SECRET,
  slackAppCase,
  slackWebhookCase,
  webhookCase,
} from '../channels/http-cases.ts';
import { type Delivering, startDelivering } from './delivering.ts';
import { MemoryAliases, MemoryCopies } from './memory-copies.ts';
import { samplePolicy } from './sample-policy.ts';

const mailTo = (id: string): ConfiguredDestination => ({
  id,
  channel: 'sns',
  settings: { topicArn: `arn:aws:sns:us-east-1:111122223333:${id}` },
});

/** Every way out there is, for the owner; a mail for the client. */
export const EVERY_WAY: Policy = {
  ...samplePolicy,
  owners: samplePolicy.owners.map((owner) =>
    owner.id === 'platform'
      ? {
          ...owner,
          destinations: ['chat', 'hook', 'jira', 'mail', 'ops', 'slack'].map((name) => `platform-${name}`),
        }
      : owner,
  ),
  trustedAccounts: samplePolicy.trustedAccounts.map((account) => ({ ...account, partner: true })),
  destinations: [
    { id: 'platform-slack', channel: 'slack-webhook', settings: slackWebhookCase.settings },
    { id: 'platform-chat', channel: 'slack-app', settings: slackAppCase.settings },
    { id: 'platform-jira', channel: 'jira', settings: jiraCase.settings },
    { id: 'platform-ops', channel: 'ops-center', settings: {} },
    { id: 'platform-hook', channel: 'webhook', settings: webhookCase.settings },
    ...['platform-mail', 'acme-mail', 'security-mail'].map(mailTo),
  ],
};

export interface World extends Delivering {
  /** What reached people, oldest first. */
  readonly arrived: () => readonly KeptMessage[];
  readonly close: () => Promise<void>;
}

/** A world in which nothing has happened yet; its stores are in memory unless a table is given. */
export const startRealVendors = async (stores?: Table): Promise<World> => {
  const world = startDelivering(EVERY_WAY);
  const { clock } = world;
  const directory = await mkdtemp(join(tmpdir(), 'rolecall-vendors-'));
  const vendors = await startVendors({
    directory,
    now: () => clock.now(),
    jiraSearchDelayMs: 0,
    slackBurst: 1000,
    webhookSecrets: { 'hooks.example.com/in/cAnArYcAnArY': SIGNING_SECRET },
  });
  const ssm = new SSMClient({
    region: 'us-east-1',
    endpoint: vendors.ssmEndpointUrl,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const effects = channelEffects(vendors, ssm, clock);
  const opened = new Map(EVERY_WAY.destinations.map((one) => [one.id, openOrFail(one, effects)]));
  Object.assign(world.effects, {
    destination: (id: string) => opened.get(id),
    ...(stores === undefined
      ? { copies: new MemoryCopies(), aliases: new MemoryAliases() }
      : storesOn(stores, clock)),
  });
  return {
    ...world,
    arrived: vendors.messages,
    close: async () => {
      ssm.destroy();
      await vendors.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

const storesOn = (table: Table, clock: Clock) => ({
  history: dynamoDbHistory(table),
  copies: dynamoDbCopies(table),
  aliases: dynamoDbAliases(table),
  events: dynamoDbEvents({ table, clock }),
  health: dynamoDbHealth(table),
  ledger: dynamoDbLedger({ table, clock, destinationIds: EVERY_WAY.destinations.map(({ id }) => id) }),
});

const openOrFail = (configured: ConfiguredDestination, effects: ChannelEffects): Destination => {
  const opened = openDestination(configured, effects);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
};

const channelEffects = (vendors: Vendors, ssm: SSMClient, clock: Clock): ChannelEffects => ({
  ...makeEffects({
    http: httpTo(vendors),
    secrets: {
      ...slackWebhookCase.secrets,
      ...slackAppCase.secrets,
      ...jiraCase.secrets,
      ...webhookCase.secrets,
    },
  }),
  clock,
  createOpsItem: createOpsItemWith(ssm, 'us-east-1'),
  addToOpsItem: addToOpsItemWith(ssm, 'us-east-1'),
  publishToTopic: async ({ topicArn, subject, message }) => {
    const to = `${topicArn.split(':').at(-1) ?? ''}@example.com`;
    const delivered = vendors.deliverMail({ topicArn, subscriptionArn: topicArn, to, subject, message });
    return delivered.ok ? { kind: 'sent' } : { kind: 'retry', code: 'doubtful' };
  },
});

const httpTo =
  ({ httpEndpointUrl }: Vendors): SendHttp =>
  async ({ url, method, headers, body }) => {
    const answer = await fetch(url.replace('https://', `${httpEndpointUrl}/`), {
      method,
      redirect: 'manual',
      ...(headers !== undefined && { headers }),
      ...(body !== undefined && { body }),
    });
    return {
      kind: 'answered',
      status: answer.status,
      headers: Object.fromEntries(answer.headers.entries()),
      body: await answer.text(),
    };
  };
