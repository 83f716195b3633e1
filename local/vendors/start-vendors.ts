/** Starts everything the product talks to outside AWS, on loopback, with the inbox that shows what arrived. */
import type { Server } from 'node:http';
import { systemClock } from '../../lib/kernel/clock.ts';
import { inboxServer } from '../inbox/inbox-server.ts';
import type { DestinationNames } from './destination-hint.ts';
import type { FailureOrder } from './failure.ts';
import { failurePlans } from './failure-plans.ts';
import { jiraCloud } from './jira-cloud.ts';
import type { JiraProject } from './jira/field-rules.ts';
import { reachedThePerson, type KeptMessage, type VendorName } from './kept-message.ts';
import { closeServer, listen } from './listen.ts';
import { mailRoom, type Mail, type MailResult } from './mail.ts';
import { openMessageLog } from './message-log.ts';
import { opsCenter } from './ops-center.ts';
import { slackApi, type SlackChannel } from './slack-api.ts';
import { slackWebhook } from './slack-webhook.ts';
import { slackLimits } from './slack/limits.ts';
import type { Vendor } from './vendor.ts';
import { routeByHost, type RoutedVendors } from './vendor-routes.ts';
import { vendorServer } from './vendor-server.ts';
import { webhookReceiver } from './webhook-receiver.ts';

export interface VendorsOptions {
  /** Where the kept messages live; made when it is not there. */
  readonly directory: string;
  /** Wished ports; 0 or none: any free one. A taken port is replaced, see `portsReplaced`. */
  readonly port?: number;
  readonly ssmPort?: number;
  readonly inboxPort?: number;
  readonly now?: () => Date;
  /** How long a new Jira issue stays invisible to searches (default 5 s). */
  readonly jiraSearchDelayMs?: number;
  readonly jiraProjects?: readonly JiraProject[];
  /** When given, only these Slack channels exist. */
  readonly slackChannels?: readonly SlackChannel[];
  /** Messages Slack forgives at once above its one a second (default 5). */
  readonly slackBurst?: number;
  /** Standard Webhooks secrets by host and path, e.g. `ops.example.com/hooks/rolecall`. */
  readonly webhookSecrets?: Readonly<Record<string, string>>;
  /** Names for secret addresses, by whole address. */
  readonly destinationNames?: DestinationNames;
  /** SecureString parameters the laptop's Parameter Store starts with. */
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface Vendors {
  readonly httpEndpointUrl: string;
  readonly ssmEndpointUrl: string;
  readonly inboxUrl: string;
  /** Wished ports that were taken, and what was used instead. */
  readonly portsReplaced: readonly { readonly wished: number; readonly used: number }[];
  readonly deliverMail: (mail: Mail) => MailResult;
  readonly suspendedMail: () => readonly string[];
  readonly confirmMail: (to: string) => void;
  readonly messages: () => readonly KeptMessage[];
  readonly failures: {
    readonly order: (order: FailureOrder) => void;
    readonly list: () => readonly FailureOrder[];
    readonly clear: (vendor?: VendorName) => void;
  };
  readonly close: () => Promise<void>;
}

const defaultProjects: readonly JiraProject[] = [
  { key: 'OPS', name: 'Operations' },
  { key: 'SEC', name: 'Security' },
];

/** Everything listens when the promise resolves. Prints nothing. */
export async function startVendors(options: VendorsOptions): Promise<Vendors> {
  const now = options.now ?? ((): Date => systemClock.now());
  const log = openMessageLog(options.directory, now);
  const failures = failurePlans();
  const mail = mailRoom({ log, failures, now });
  const { routed, ssm } = makeVendors(options, now);
  restore(log.messages(), [...routed.all, ssm]);
  const servers = {
    http: vendorServer({ log, failures, now, route: (url) => routeByHost(routed, url) }),
    ssm: vendorServer({
      log,
      failures,
      now,
      route: (url) => ({ vendor: ssm, host: 'ssm', path: url.pathname }),
    }),
    inbox: inboxServer({ messages: log.messages, failures, mail }),
  };
  const wished = [options.port ?? 0, options.ssmPort ?? 0, options.inboxPort ?? 0] as const;
  const close = async (): Promise<void> => {
    await Promise.all(Object.values(servers).map(closeServer));
  };
  const [http, ssmPort, inbox] = await listenAll(servers, wished).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const used = [http, ssmPort, inbox];
  return {
    httpEndpointUrl: addressOf(http),
    ssmEndpointUrl: addressOf(ssmPort),
    inboxUrl: addressOf(inbox),
    portsReplaced: wished.flatMap((port, index) => {
      const got = used[index] ?? port;
      return port !== 0 && port !== got ? [{ wished: port, used: got }] : [];
    }),
    deliverMail: mail.deliver,
    suspendedMail: mail.suspended,
    confirmMail: mail.confirm,
    messages: log.messages,
    failures: { order: failures.order, list: failures.list, clear: failures.clear },
    close,
  };
}

type Ports = readonly [number, number, number];

async function listenAll(
  servers: { readonly http: Server; readonly ssm: Server; readonly inbox: Server },
  wished: Ports,
): Promise<Ports> {
  const http = await listen(servers.http, wished[0]);
  const ssm = await listen(servers.ssm, wished[1]);
  return [http, ssm, await listen(servers.inbox, wished[2])];
}

function makeVendors(options: VendorsOptions, now: () => Date): { routed: RoutedVendors; ssm: Vendor } {
  const names = options.destinationNames ?? {};
  const burst = options.slackBurst ?? slackLimits.burst;
  const routed = {
    slackWebhook: slackWebhook({ now, names, burst }),
    slackApi: slackApi({ now, burst, ...(options.slackChannels ? { channels: options.slackChannels } : {}) }),
    jiraCloud: jiraCloud({
      now,
      projects: options.jiraProjects ?? defaultProjects,
      searchDelayMs: options.jiraSearchDelayMs ?? 5000,
    }),
    webhookReceiver: webhookReceiver({ now, names, secrets: options.webhookSecrets ?? {} }),
  };
  const ssm = opsCenter({ now, parameters: options.parameters ?? {} });
  return { routed: { ...routed, all: Object.values(routed) }, ssm };
}

/** Gives each vendor back what it had accepted before the restart. */
function restore(messages: readonly KeptMessage[], vendors: readonly Vendor[]): void {
  for (const message of messages) {
    if (!reachedThePerson(message)) continue;
    vendors.find((vendor) => vendor.name === message.vendor)?.remember(message);
  }
}

function addressOf(port: number): string {
  return `http://127.0.0.1:${String(port)}`;
}
