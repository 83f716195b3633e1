/** What can happen next when faults are mixed at random. */
import { ENDPOINT_NAMES } from '../local/endpoint-for.ts';
import { pause } from './act.ts';
import { brokenTable, throttledQueue, throttledTable, throttledTopic, vendorAnswer } from './aws-answers.ts';
import { type Exchange, isSend } from './exchange.ts';
import type { Access } from './fault-records.ts';
import { matching } from './matches.ts';
import type { Random } from './random.ts';
import type { Fault } from './rule.ts';
import type { Stage } from './stage.ts';

export interface RandomWorld {
  readonly stage: Stage;
  readonly random: Random;
  /** Everything that happened to a role so far. */
  readonly accesses: Access[];
}

interface Step {
  /** How often, compared with the others. */
  readonly weight: number;
  /** Answers what was done, for the trace. */
  readonly run: (world: RandomWorld) => Promise<string>;
}

export const RANDOM_ROLES = ['prod-all', 'prod-two', 'prod-hook', 'prod-mail'] as const;
const FUNCTIONS = ['record', 'deliver', 'sweep'] as const;

const DENIED = { errorCode: 'AccessDenied', errorMessage: 'not authorized', responseElements: null };

/** Somebody new, or somebody who was there before; told to EventBridge once, twice, or not at all. */
async function happen({ stage, random, accesses }: RandomWorld): Promise<string> {
  const role = random.pick(RANDOM_ROLES);
  const who = random.chance(25) ? `AIDAFAULTREGULAR${String(random.between(1, 5))}` : undefined;
  const access = stage.access({
    role,
    ...(who === undefined ? {} : { principalId: who, session: who.toLowerCase() }),
    ...(random.chance(10) ? { changes: DENIED } : {}),
  });
  accesses.push(access);
  const withhold = random.chance(8);
  const { inject } = stage.laptop();
  await inject(access.record, { withhold });
  if (random.chance(15)) await inject(access.record, { withhold });
  return `${access.accessId} enters ${role}${withhold ? ', and EventBridge drops it' : ''}`;
}

async function again({ stage, random, accesses }: RandomWorld): Promise<string> {
  const access = accesses[random.between(0, accesses.length - 1)];
  if (access === undefined) return 'nothing to repeat';
  await stage.laptop().inject(access.record);
  return `${access.accessId} comes again`;
}

const AWS_FAULTS: readonly [Fault, ...Fault[]] = [
  { kind: 'answer', when: 'before', answer: throttledTable },
  { kind: 'answer', when: 'before', answer: brokenTable },
  { kind: 'answer', when: 'after', answer: brokenTable },
  { kind: 'cut', when: 'before' },
  { kind: 'cut', when: 'after' },
  { kind: 'delay', ms: 700 },
  { kind: 'kill', when: 'before' },
  { kind: 'kill', when: 'after' },
];

/** Nothing that a vendor acted on may be answered as a failure: that is a copy nobody can explain. */
const VENDOR_FAULTS: readonly [Fault, ...Fault[]] = [
  { kind: 'answer', when: 'before', answer: vendorAnswer(429, 'rate_limited', { 'retry-after': '2' }) },
  { kind: 'answer', when: 'before', answer: vendorAnswer(500, 'error') },
  { kind: 'answer', when: 'before', answer: vendorAnswer(503, 'error') },
  { kind: 'cut', when: 'before' },
  { kind: 'cut', when: 'after' },
  { kind: 'delay', ms: 1500 },
  { kind: 'hang' },
  { kind: 'kill', when: 'before' },
  { kind: 'kill', when: 'after' },
];

function breakTable({ stage, random }: RandomWorld): Promise<string> {
  const from = random.pick(FUNCTIONS);
  const fault = random.pick(AWS_FAULTS);
  const times = fault.kind === 'kill' ? 1 : random.between(1, 6);
  stage.arm({ on: matching({ from, operation: 'DynamoDB' }), fault, times, skip: random.between(0, 8) });
  return Promise.resolve(`the table ${saying(fault)} for ${from}, ${String(times)} times`);
}

function breakVendor({ stage, random }: RandomWorld): Promise<string> {
  const fault = random.pick(VENDOR_FAULTS);
  const host = random.pick(['POST hooks.slack', 'POST slack.com', 'POST acme', 'POST hooks.example']);
  const times = fault.kind === 'kill' ? 1 : random.between(1, 5);
  const on = (exchange: Exchange): boolean => exchange.operation.startsWith(host) && isSend(exchange);
  stage.arm({ on, fault, times, skip: random.between(0, 3) });
  return Promise.resolve(`${host} ${saying(fault)}, ${String(times)} times`);
}

function breakTopicOrQueue({ stage, random }: RandomWorld): Promise<string> {
  const topic = random.chance(50);
  const answer = topic ? throttledTopic : throttledQueue;
  const fault = random.pick<Fault>([
    { kind: 'answer', when: 'before', answer },
    { kind: 'cut', when: 'before' },
    { kind: 'cut', when: 'after' },
  ]);
  const times = random.between(1, 5);
  stage.arm({ on: matching({ operation: topic ? 'SNS.Publish' : 'SQS.Send' }), fault, times });
  return Promise.resolve(`${topic ? 'SNS' : 'SQS'} ${saying(fault)}, ${String(times)} times`);
}

const saying = (fault: Fault): string => ('when' in fault ? `${fault.kind} ${fault.when}` : fault.kind);

function killOne({ stage, random }: RandomWorld): Promise<string> {
  const name = random.pick(FUNCTIONS);
  stage.laptop().lambda(name).kill();
  return Promise.resolve(`${name} is killed`);
}

async function timePasses({ stage, random }: RandomWorld): Promise<string> {
  const seconds = random.pick([20, 50, 61, 90, 200, 600, 1000]);
  await stage.advance(seconds, 4000);
  return `${String(seconds)} s pass`;
}

async function endpointGoes({ stage, random }: RandomWorld): Promise<string> {
  const endpoint = random.pick(ENDPOINT_NAMES);
  await stage.shut(endpoint);
  await pause(random.between(200, 2500));
  await stage.open(endpoint);
  return `${endpoint} was down`;
}

async function sweep({ stage, random }: RandomWorld): Promise<string> {
  const task = random.pick(['pending', 'pending', 'pending', 'reconcile', 'seal'] as const);
  await stage.sweep(task);
  return `sweep ${task}`;
}

/** Rules are off for a while, during which somebody enters. */
async function deaf(world: RandomWorld): Promise<string> {
  const { bus } = world.stage.laptop();
  const names = bus.rules().map(({ name }) => name);
  for (const name of names) bus.setState(name, 'DISABLED');
  const what = await happen(world);
  for (const name of names) bus.setState(name, 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
  return `rules are off: ${what}`;
}

async function restart({ stage }: RandomWorld): Promise<string> {
  await stage.restart();
  return 'everything is started again';
}

const STEPS: readonly Step[] = [
  { weight: 40, run: happen },
  { weight: 6, run: again },
  { weight: 12, run: breakTable },
  { weight: 14, run: breakVendor },
  { weight: 5, run: breakTopicOrQueue },
  { weight: 6, run: killOne },
  { weight: 8, run: timePasses },
  { weight: 2, run: endpointGoes },
  { weight: 5, run: sweep },
  { weight: 2, run: deaf },
  { weight: 1, run: restart },
];

const ALL_WEIGHTS = STEPS.reduce((sum, { weight }) => sum + weight, 0);

/** One thing happens; answers what it was. */
export async function takeStep(world: RandomWorld): Promise<string> {
  let drawn = world.random.next() * ALL_WEIGHTS;
  for (const { weight, run } of STEPS) {
    drawn -= weight;
    if (drawn < 0) return run(world);
  }
  return 'nothing';
}
