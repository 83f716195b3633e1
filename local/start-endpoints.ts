/** Starts what needs no template: database, queues, vendors, the CloudTrail file, and the page's door. */
import { join } from 'node:path';
import type { Clock } from '../lib/kernel/clock.ts';
import { type CloudTrail, openCloudTrail } from './cloud-trail.ts';
import { type Endpoint, startDatabase } from './database.ts';
import { httpApiServer, type HttpApiParts } from './http-api.ts';
import { type DeclaredSignIn, issuerServer } from './issuer/issuer-server.ts';
import { type SigningKey, signingKey } from './issuer/signing-key.ts';
import type { LocalSecrets } from './local-secrets.ts';
import { type MailSubscription, type MailSubscriptions, mailSubscriptions } from './mail-subscriptions.ts';
import { startMessaging, type TopicMail } from './messaging.ts';
import { closeServer, listen } from './vendors/listen.ts';
import { startVendors, type Vendors } from './vendors/start-vendors.ts';

export interface EndpointOptions {
  readonly dataDirectory: string;
  readonly region: string;
  readonly clock: Clock;
  readonly secrets: LocalSecrets;
  readonly ports: { readonly page: number; readonly inbox: number };
  readonly page: Omit<HttpApiParts, 'clock' | 'keysOf'>;
  readonly signIn: {
    /** Known once the template was read. */
    readonly declared: () => DeclaredSignIn | undefined;
    readonly policy: unknown;
    /** The group of whoever signs in without being asked, or `choose`. */
    readonly as: string;
  };
  /** The e-mail subscriptions of the template. */
  readonly mailSubscriptions: () => readonly MailSubscription[];
}

export interface Endpoints {
  readonly database: Endpoint;
  readonly messaging: Endpoint;
  readonly subscriptions: MailSubscriptions;
  readonly vendors: Vendors;
  readonly trail: CloudTrail;
  readonly page: { readonly port: number } & Endpoint;
  readonly issuer: { readonly key: SigningKey } & Endpoint;
}

/** Every started part is pushed to `closers` at once, so that a failed start can be undone. */
export async function startEndpoints(
  options: EndpointOptions,
  closers: (() => Promise<void>)[],
): Promise<Endpoints> {
  const keep = <T>(part: T, close: () => Promise<void>): T => {
    closers.push(close);
    return part;
  };
  const at = (...path: readonly string[]): string => join(options.dataDirectory, 'data', ...path);
  const vendors = await startVendors({
    directory: at('inbox'),
    inboxPort: options.ports.inbox,
    now: options.clock.now,
    parameters: options.secrets.parameters,
    destinationNames: options.secrets.destinationNames,
    webhookSecrets: options.secrets.webhookSecrets,
  });
  keep(vendors, vendors.close);
  const subscriptions = mailSubscriptions({
    declared: options.mailSubscriptions,
    suspended: vendors.suspendedMail,
  });
  const messaging = await startMessaging({
    region: options.region,
    subscriptions,
    deliverMail: (mail) => deliverMail(mail, vendors),
  });
  keep(messaging, messaging.close);
  const database = await startDatabase(at('dynamodb'));
  keep(database, database.close);
  const trail = await openCloudTrail(at('cloudtrail.jsonl'));
  keep(trail, trail.close);
  const issuer = await startIssuer(options, at('sign-in-key.json'));
  keep(issuer, issuer.close);
  const server = httpApiServer({
    ...options.page,
    keysOf: keysOfIssuer(options, issuer),
    clock: options.clock,
  });
  const port = await listen(server, options.ports.page);
  const page = { port, url: `http://127.0.0.1:${String(port)}`, close: () => closeServer(server) };
  keep(page, page.close);
  return { database, messaging, subscriptions, vendors, trail, page, issuer };
}

async function startIssuer(
  { signIn, clock }: EndpointOptions,
  keyFile: string,
): Promise<Endpoints['issuer']> {
  const key = await signingKey(keyFile);
  let url = '';
  const server = issuerServer({ ...signIn, key, clock, url: () => url });
  url = `http://127.0.0.1:${String(await listen(server, 0))}`;
  return { key, url, close: () => closeServer(server) };
}

/** The authorizer asks the issuer that the template names, and no other. */
const keysOfIssuer =
  ({ signIn }: EndpointOptions, { key }: Endpoints['issuer']): HttpApiParts['keysOf'] =>
  (issuer) =>
    Promise.resolve(issuer === signIn.declared()?.issuer ? { keys: [key.publicKey] } : undefined);

/** SNS has accepted the message by now: what happens to the mail is the mail room's to tell, not the publisher's. */
function deliverMail({ text, ...mail }: TopicMail, vendors: Vendors): Promise<void> {
  vendors.deliverMail({ ...mail, message: text, subscriptionArn: `${mail.topicArn}:${mail.to}` });
  return Promise.resolve();
}
