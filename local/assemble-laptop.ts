/** Puts the parts together: the order matters, because each needs the addresses of those before it. */
import { join } from 'node:path';
import { type Clock, systemClock } from '../lib/kernel/clock.ts';
import { readPolicy } from '../lib/config/packaged-policy.ts';
import { compact, type JsonObject, listAt, textAt } from '../lib/kernel/json.ts';
import { accountStandIns } from './account-stand-ins.ts';
import { LOCAL_ACCOUNT } from './aws-json.ts';
import { serveBuckets } from './buckets.ts';
import { busRules } from './bus-rules.ts';
import { deliverToTarget } from './deliver-to-target.ts';
import type { EndpointFor } from './endpoint-for.ts';
import { createEventBus, type EventBus } from './event-bus.ts';
import { askApi } from './issuer/ask-api.ts';
import { declaredSignIn } from './issuer/declared-sign-in.ts';
import type { DeclaredSignIn } from './issuer/issuer-server.ts';
import { type EventWorld, eventWorld, type WorldPolicy } from './event-world.ts';
import { injectRecord } from './inject-record.ts';
import type { LocalEndpoints } from './function-environment.ts';
import type { LambdaFunction } from './lambda.ts';
import type { Laptop } from './laptop.ts';
import { knownRoles } from './list-roles.ts';
import { localReferences } from './local-names.ts';
import { LOCAL_STACK } from './describe-stack.ts';
import { localTrail, type LocalTrail } from './local-trail.ts';
import { localSecrets, type LocalSecrets } from './local-secrets.ts';
import { type LookUpEvents, trailLookups } from './look-up-events.ts';
import { provision } from './provision.ts';
import type { Run } from './run-file.ts';
import { BUCKETS_PATH, standInServer } from './stand-ins.ts';
import { type Endpoints, startEndpoints } from './start-endpoints.ts';
import { type Functions, startFunctions } from './start-functions.ts';
import { startInvoking } from './start-invoking.ts';
import { forgetRunning, repairAfterKill } from './repair-tables.ts';
import { type References, readTemplate, type Template } from './template.ts';
import { readTopology, type Topology } from './topology.ts';
import { closeServer, listen } from './vendors/listen.ts';
import { whatAwsKnows } from './what-aws-knows.ts';

export interface PackagedFunctions {
  readonly templateFile: string;
  /** The unpacked zip by function name. */
  readonly folders: Readonly<Record<string, string>>;
}

export interface AssembleOptions {
  readonly root: string;
  readonly dataDirectory: string;
  readonly packaged: PackagedFunctions;
  readonly ports: { readonly page: number; readonly inbox: number };
  readonly clock: Clock;
  readonly endpointFor: EndpointFor;
  readonly skewMs: (functionKey: string) => number;
  readonly mostEnvironments: number;
  readonly canaryMinutes?: number;
  readonly examines: boolean;
  /** The group of whoever signs in without being asked, or `choose`. */
  readonly signInAs: string;
  readonly write: (text: string) => void;
  /** Of this run. */
  readonly id: string;
}

/** What has to be closed, in the order in which it was opened. */
export type Closers = (() => Promise<void>)[];

/** What is known before anything listens. */
interface Settings extends AssembleOptions {
  readonly policy: WorldPolicy;
  readonly region: string;
  readonly secrets: LocalSecrets;
}

/** What becomes known on the way; nobody asks before that. */
interface Known {
  topology?: Topology;
  signIn?: DeclaredSignIn | undefined;
  functions?: Functions;
}

export async function assembleLaptop(
  options: AssembleOptions,
  closers: Closers,
): Promise<Omit<Laptop, 'caughtUp' | 'stop'>> {
  const settings = readSettings(options);
  const known: Known = {};
  const functionNamed = (reference: string): LambdaFunction => {
    if (known.functions === undefined) throw new Error('the laptop is still starting');
    return known.functions.find(reference);
  };
  const marker = join(settings.dataDirectory, 'data/running');
  closers.push(() => forgetRunning(marker));
  const endpoints = await openEndpoints(settings, { known, functionNamed, closers });
  const { topology, references, template } = await readStack(settings, endpoints);
  known.topology = topology;
  known.signIn = declaredSignIn(topology, { policy: settings.policy, pageUrl: endpoints.page.url });
  const { region, clock } = settings;
  await provision(topology, {
    region,
    databaseUrl: endpoints.database.url,
    messagingUrl: endpoints.messaging.url,
  });
  await repairAfterKill(topology, { region, databaseUrl: endpoints.database.url, marker });
  const deliver = deliverToTarget({
    region,
    messagingUrl: await settings.endpointFor('messaging', endpoints.messaging.url, 'bus'),
    functionNamed,
  });
  const bus = createEventBus({
    rules: busRules(topology.rules),
    regions: [region],
    deliver,
    clock,
    write: settings.write,
  });
  const world = eventWorld({
    policy: settings.policy,
    home: { bus, rules: topology.rules },
    region,
    accountId: playedAccount(settings.policy),
    stackName: LOCAL_STACK,
    clock,
    write: settings.write,
  });
  const trail = localTrail(region);
  // Without a trail that is logging EventBridge hears nothing; event history keeps what happened all the same.
  const inject: Laptop['inject'] = (event, how = {}) =>
    injectRecord(
      event,
      { trail: endpoints.trail, world, clock },
      { ...how, withhold: how.withhold === true || !trail.isLogging() },
    );
  const lookups = trailLookups(() => ownRecords(endpoints.trail.records(), settings.policy), clock);
  const { lookUp } = lookups;
  const standInsUrl = await openStandIns(settings, {
    endpoints,
    topology,
    references,
    template,
    trail,
    bus,
    world,
    inject,
    lookUp,
    probe: async () => ({ ...(await functionNamed('deliver').invoke({ task: 'probe' })) }),
    closers,
  });
  const functions = await openFunctions(settings, { endpoints, topology, standInsUrl });
  known.functions = functions;
  const invoking = startInvoking(topology, {
    functions,
    region,
    mostEnvironments: settings.mostEnvironments,
    examines: settings.examines,
    messagingUrl: await settings.endpointFor('messaging', endpoints.messaging.url, 'poller'),
    deliver,
    clock,
  });
  // Closed first: nothing new is begun while the rest is being taken down.
  closers.push(async () => {
    world.close();
    const idle = invoking.close();
    await functions.close();
    await idle;
  });
  return {
    run: runOf(settings, endpoints, { standInsUrl, ref: references.ref }),
    urls: urlsOf(endpoints, standInsUrl),
    portsReplaced: [
      ...replacedPort(settings.ports.page, endpoints.page.port),
      ...endpoints.vendors.portsReplaced,
    ],
    inject,
    ask: askApi({
      pageUrl: endpoints.page.url,
      key: endpoints.issuer.key,
      clock,
      declared: () => known.signIn,
    }),
    sweep: (task) => functions.find('sweep').invoke({ task }),
    tick: invoking.tick,
    lambda: functions.find,
    ref: references.ref,
    bus,
    vendors: endpoints.vendors,
    subscriptions: endpoints.subscriptions,
    refuseLookups: lookups.refuseNext,
  };
}

/** The policy lies beside every bundle; any function's copy will do. */
function readSettings(options: AssembleOptions): Settings {
  const [folder = ''] = Object.values(options.packaged.folders);
  const policy = readPolicy(join(folder, 'dist/policy.json'));
  return {
    ...options,
    policy,
    region: textAt(policy, 'homeRegion') ?? 'us-east-1',
    secrets: localSecrets(policy, join(options.dataDirectory, 'secrets.json')),
  };
}

interface Doors {
  readonly known: Known;
  readonly functionNamed: (reference: string) => LambdaFunction;
  readonly closers: Closers;
}

const openEndpoints = (settings: Settings, { known, functionNamed, closers }: Doors): Promise<Endpoints> =>
  startEndpoints(
    {
      ...settings,
      page: {
        routes: () => (known.functions === undefined ? undefined : known.topology?.routes),
        invoke: (reference, event) => functionNamed(reference).invoke(event),
      },
      signIn: { declared: () => known.signIn, policy: settings.policy, as: settings.signInAs },
      mailSubscriptions: () =>
        (known.topology?.subscriptions ?? []).filter(({ protocol }) => protocol.startsWith('email')),
    },
    closers,
  );

async function readStack(
  { packaged, region }: Settings,
  { messaging, page }: Endpoints,
): Promise<{ readonly topology: Topology; readonly references: References; readonly template: Template }> {
  const template = await readTemplate(packaged.templateFile);
  const references = localReferences(template, {
    region,
    stackName: LOCAL_STACK,
    messagingUrl: messaging.url,
    pageUrl: page.url,
  });
  return { topology: readTopology(template, references), references, template };
}

interface StandInNeeds {
  readonly endpoints: Endpoints;
  readonly topology: Topology;
  readonly references: References;
  readonly template: Template;
  readonly trail: LocalTrail;
  readonly bus: EventBus;
  readonly world: EventWorld;
  readonly inject: Laptop['inject'];
  readonly lookUp: LookUpEvents;
  readonly probe: () => Promise<JsonObject>;
  readonly closers: Closers;
}

async function openStandIns(settings: Settings, needs: StandInNeeds): Promise<string> {
  const { clock, region, policy, id } = settings;
  const records = needs.endpoints.trail.records;
  const server = standInServer({
    bus: needs.bus,
    world: needs.world,
    inject: needs.inject,
    clock,
    region,
    identity: { id },
    lookUp: needs.lookUp,
    roles: () => knownRoles(records(), patternsOf(policy)),
    known: whatAwsKnows(join(settings.dataDirectory, 'aws.json')),
    accountId: playedAccount(policy),
    probe: needs.probe,
    account: accountStandIns({ ...needs, region, clock }),
    buckets: serveBuckets({
      directory: join(settings.dataDirectory, 'data/archive'),
      buckets: needs.topology.buckets,
      clock,
    }),
  });
  const port = await listen(server, 0);
  needs.closers.push(() => closeServer(server));
  return `http://127.0.0.1:${String(port)}`;
}

/** The first account of `rolecall.yml` is the one the laptop stands in. */
const playedAccount = (policy: unknown): string =>
  textAt(listAt(policy, 'accounts')[0], 'id') ?? LOCAL_ACCOUNT;

/** Event history is the account's own: what others recorded can only be asked for there. */
const ownRecords = (records: readonly JsonObject[], policy: WorldPolicy): readonly JsonObject[] => {
  const own = [undefined, LOCAL_ACCOUNT, playedAccount(policy)];
  return policy.accounts === undefined
    ? records
    : records.filter((record) => own.includes(textAt(record, 'recipientAccountId')));
};

const patternsOf = (policy: unknown): readonly string[] =>
  listAt(policy, 'roles').flatMap((role) => textAt(role, 'pattern') ?? []);

interface FunctionNeeds {
  readonly endpoints: Endpoints;
  readonly topology: Topology;
  readonly standInsUrl: string;
}

const openFunctions = (settings: Settings, needs: FunctionNeeds): Promise<Functions> =>
  startFunctions(needs.topology, {
    ...settings,
    folders: settings.packaged.folders,
    endpointsOf: (functionKey) => endpointsOf(functionKey, settings, needs),
    clockOffsetMs: (functionKey) => offsetOf(settings.clock) + settings.skewMs(functionKey),
  });

async function endpointsOf(
  functionKey: string,
  { endpointFor, region, secrets, policy, canaryMinutes }: Settings,
  { endpoints, standInsUrl }: FunctionNeeds,
): Promise<LocalEndpoints> {
  const led = (name: Parameters<EndpointFor>[0], url: string): Promise<string> =>
    endpointFor(name, url, functionKey);
  const standIns = await led('stand-ins', standInsUrl);
  return {
    region,
    accountId: playedAccount(policy),
    pageUrl: endpoints.page.url,
    databaseUrl: await led('database', endpoints.database.url),
    messagingUrl: await led('messaging', endpoints.messaging.url),
    queuesUrl: endpoints.messaging.url,
    standInsUrl: standIns,
    bucketsUrl: standIns + BUCKETS_PATH,
    ssmUrl: await led('ssm', endpoints.vendors.ssmEndpointUrl),
    // Of everything outside AWS, the review asks the issuer only.
    httpUrl:
      functionKey === 'history'
        ? endpoints.issuer.url
        : await led('vendors', endpoints.vendors.httpEndpointUrl),
    secrets: secrets.variables,
    ...compact({ canaryMinutes }),
  };
}

/** The functions follow the laptop's clock, however far it has been moved. */
const offsetOf = (clock: Clock): number =>
  clock === systemClock ? 0 : clock.now().getTime() - systemClock.now().getTime();

interface RunNeeds {
  readonly standInsUrl: string;
  readonly ref: References['ref'];
}

const runOf = (
  { id, clock, region, policy }: Settings,
  { page, vendors, database, messaging }: Endpoints,
  { standInsUrl, ref }: RunNeeds,
): Run => ({
  id,
  pid: process.pid,
  startedAt: clock.now().toISOString(),
  standInsUrl,
  pageUrl: page.url,
  inboxUrl: vendors.inboxUrl,
  region,
  regions: policy.regions ?? [region],
  databaseUrl: database.url,
  messagingUrl: messaging.url,
  ssmUrl: vendors.ssmEndpointUrl,
  bucketsUrl: standInsUrl + BUCKETS_PATH,
  tableName: ref('HistoryTable'),
  archiveBucket: ref('ArchiveBucket'),
  sealBucket: ref('SealBucket'),
});

const urlsOf = (
  { database, messaging, vendors, page, issuer }: Endpoints,
  standIns: string,
): Laptop['urls'] => ({
  page: page.url,
  issuer: issuer.url,
  inbox: vendors.inboxUrl,
  standIns,
  database: database.url,
  messaging: messaging.url,
  ssm: vendors.ssmEndpointUrl,
  http: vendors.httpEndpointUrl,
});

const replacedPort = (wished: number, used: number): Laptop['portsReplaced'] =>
  wished === 0 || wished === used ? [] : [{ wished, used }];
