/**
 * One random schedule: several accesses, real use cases, queues that behave like SQS, vendors that fail in every way the
 * classification knows. A list of numbers decides what happens next; when it is used up the world is healthy, and an
 * hour later everything must have been told.
 */
import { type Delivery, type DeliveryKey, deliveryIdOf, keyOf } from '../../lib/delivery/delivery.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import { OPERATOR_DESTINATION } from '../../lib/delivery/operator.ts';
import { MemoryEvents } from './memory-events.ts';
import { MemoryHealth } from './memory-health.ts';
import { MemoryHistory } from './memory-history.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { EVER } from './recording.ts';
import {
  type Ask,
  deliverProgram,
  FUNCTION_SECONDS,
  type Program,
  type Protocol,
  recordProgram,
  type Store,
  type Surroundings,
  sweepProgram,
  type Want,
} from './schedule-effects.ts';
import { type Ended, LiveWorker } from './schedule-live-worker.ts';
import { DELIVERY_QUEUE, INTAKE_QUEUE, type Message, Queue } from './schedule-queues.ts';
import { FALLBACK, POLICY, type RecordMessage, RECORDS } from './schedule-records.ts';
import { momentAt } from './schedule-replay.ts';

export interface Schedule {
  readonly protocol: Protocol;
  /** How many accesses happen, at least 1. */
  readonly accesses: number;
  /** Each decides one thing that happens. */
  readonly choices: readonly number[];
}

export const HAPPENINGS = [
  'crashes',
  'failed effects',
  'lost answers',
  'refusals',
  'rejections',
  'duplicates',
  'second copies',
  'redrives',
  'repeats',
  'digests',
  'fallbacks',
] as const;
type Happening = (typeof HAPPENINGS)[number];

/** What happened how often in one schedule. */
export type Happened = Readonly<Record<Happening, number>>;

/** Runs one schedule. Throws when a promise is broken, and tells what had happened. */
export const runSchedule = (schedule: Schedule): Promise<Happened> => new Run(schedule).run();

const HEALTHY_MINUTES = 90;
/** Few accesses happen in one schedule: so few are told together already. */
const DIGEST_FROM = 2;
const SWEEP_SECONDS = 60;
const WINDOW_SECONDS = 15 * 60;
const BATCH = 5;
const PAUSES = [1, 3, 20, 45, 61, 95, 400];

/** Jira and OpsCenter can be asked, incoming webhooks and mail cannot. */
const asks = (destinationId: string): boolean => destinationId === 'platform-jira';

interface Wake extends DeliveryKey {
  readonly probe?: boolean;
}

class Run {
  readonly #schedule: Schedule;
  readonly #surroundings: Surroundings;
  readonly #records: readonly RecordMessage[];
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #intake = new Queue<RecordMessage>(INTAKE_QUEUE);
  readonly #queue = new Queue<Wake>(DELIVERY_QUEUE);
  readonly #arrived = new Map<string, number>();
  readonly #excused = new Map<string, number>();
  /** Accesses whose row has been written. */
  readonly #rows = new Set<string>();
  readonly #happened = new Map<Happening, number>();
  /** Records whose message was deleted just now, to be looked at. */
  readonly #acknowledged: RecordMessage[] = [];
  readonly #trace: string[] = [];
  #workers: LiveWorker[] = [];
  #position = 0;
  #now = 0;
  #ids = 0;
  #sweptAt = 0;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    this.#surroundings = {
      protocol: schedule.protocol,
      policy: POLICY,
      asks,
      whole: true,
      digestFrom: DIGEST_FROM,
    };
    this.#records = RECORDS.slice(0, schedule.accesses);
    this.#clock = {
      now: () => momentAt(this.#now),
      newId: () => {
        this.#ids += 1;
        return `id-${this.#ids}`;
      },
      random: () => this.#draw(100) / 100,
      // Time passes in these schedules by steps of their own.
      sleep: async () => undefined,
    };
    const ledger = new MemoryLedger(this.#clock);
    const events = new MemoryEvents(this.#clock);
    this.#store = {
      ledger,
      events,
      health: new MemoryHealth(),
      history: new MemoryHistory(ledger.deliveriesOf, events),
    };
  }

  async run(): Promise<Happened> {
    for (const record of this.#records) this.#intake.send(0, record.accessId, record);
    while (this.#position < this.#schedule.choices.length) await this.#happen();
    await this.#recover();
    await this.#checkEverything();
    return Object.fromEntries(HAPPENINGS.map((name) => [name, this.#happened.get(name) ?? 0])) as Happened;
  }

  /** The next number, below `limit`; 0, which always means that all goes well, when there are none left. */
  #draw(limit: number): number {
    const choice = this.#schedule.choices[this.#position] ?? 0;
    this.#position += 1;
    return choice % limit;
  }

  #count(name: Happening): void {
    this.#happened.set(name, (this.#happened.get(name) ?? 0) + 1);
  }

  /** One of a hundred chances: mostly somebody works on, sometimes something goes wrong. */
  async #happen(): Promise<void> {
    const chance = this.#draw(100);
    if (chance < 60) return this.#workOn();
    if (chance < 70) return this.#startRecord();
    if (chance < 80) return this.#startDeliver();
    if (chance < 84) return this.#startSweep();
    if (chance < 92) return this.#pass(PAUSES[this.#draw(PAUSES.length)] ?? 1);
    if (chance < 95) return this.#crash(this.#anybody());
    if (chance < 98) return this.#failEffect(this.#anybody());
    return this.#duplicate();
  }

  #anybody(): LiveWorker | undefined {
    return this.#workers[this.#draw(Math.max(1, this.#workers.length))];
  }

  async #workOn(): Promise<void> {
    const worker = this.#anybody();
    if (worker !== undefined) return this.#step(worker);
    await this.#startRecord();
    await this.#startDeliver();
  }

  async #start(name: string, program: Program, ended: Ended): Promise<void> {
    this.#say(`${name} begins`);
    const worker = new LiveWorker(name, this.#now);
    this.#workers.push(worker);
    worker.begin(program, this.#clock, (back) => {
      this.#remove(worker);
      this.#say(`${name} ends${back.length > 0 ? ', not done' : ''}`);
      ended(back);
    });
    await worker.rest();
  }

  #remove(worker: LiveWorker): void {
    this.#workers = this.#workers.filter((other) => other !== worker);
  }

  async #startRecord(): Promise<void> {
    const [message] = this.#intake.receive(this.#now, 1, this.#draw(8));
    if (message === undefined) return;
    const { text, accessId } = message.body;
    await this.#start(`record ${accessId}`, recordProgram(this.#surroundings, text), (back) => {
      if (back === 'failed') return;
      this.#intake.remove(message);
      this.#acknowledged.push(message.body);
    });
    this.#checkAcknowledged();
  }

  async #startDeliver(): Promise<void> {
    const most = 1 + this.#draw(BATCH);
    const messages = this.#queue.receive(this.#now, most, this.#draw(8));
    if (messages.length > 0) await this.#startBatch(messages);
  }

  async #startBatch(messages: readonly Message<Wake>[]): Promise<void> {
    const wakeUps = messages.map(({ id, groupId, body: { probe, ...key } }) => ({
      messageId: id,
      receiptHandle: id,
      groupId,
      key,
      ...(probe === true && { probe }),
    }));
    const held = new Map(messages.map((message) => [message.id, message]));
    const program: Program = (ask, clock) => {
      const postponing: Ask = async (want) => {
        const given = await ask<never>(want);
        const message = want.kind === 'postpone' ? held.get(want.receiptHandle) : undefined;
        if (message !== undefined && want.kind === 'postpone') message.visibleAt = this.#now + want.seconds;
        return given;
      };
      return deliverProgram(this.#surroundings, wakeUps)(postponing, clock);
    };
    const name = `deliver ${messages.map(({ body }) => deliveryIdOf(body)).join(' ')}`;
    await this.#start(name, program, (back) => {
      if (back === 'failed') return;
      for (const message of messages) if (!back.includes(message.id)) this.#queue.remove(message);
    });
  }

  async #startSweep(): Promise<void> {
    if (this.#workers.some(({ name }) => name === 'sweep')) return;
    this.#sweptAt = this.#now;
    await this.#start('sweep', sweepProgram(this.#surroundings), () => undefined);
  }

  /** The record comes a second time, or a wake-up does, even while its group is being worked on. */
  async #duplicate(): Promise<void> {
    this.#count('duplicates');
    const record = this.#records[this.#draw(this.#records.length)];
    if (record === undefined) return;
    if (this.#draw(2) === 0) return this.#intake.send(this.#now, record.accessId, record);
    const deliveries = this.#store.ledger.deliveriesOf(record.accessId);
    const delivery = deliveries[this.#draw(Math.max(1, deliveries.length))];
    if (delivery === undefined) return;
    const body = keyOf(delivery);
    await this.#startBatch([
      { id: 'again', groupId: body.destinationId, body, visibleAt: this.#now, receives: 1 },
    ]);
  }

  /** Whoever has worked longer than a function may is stopped. */
  #pass(seconds: number): void {
    this.#now += seconds;
    this.#say(`${seconds} seconds pass`);
    for (const worker of this.#workers) {
      if (this.#now > worker.startedAt + FUNCTION_SECONDS) this.#crash(worker);
    }
  }

  #crash(worker: LiveWorker | undefined): void {
    if (worker === undefined) return;
    this.#count('crashes');
    this.#say(`${worker.name} dies before ${worker.want?.kind ?? 'its end'}`);
    this.#remove(worker);
    for (const id of worker.unnoted) this.#excuse(id);
  }

  #excuse(id: string): void {
    this.#excused.set(id, (this.#excused.get(id) ?? 0) + 1);
  }

  async #failEffect(worker: LiveWorker | undefined): Promise<void> {
    const want = worker?.want;
    if (worker === undefined || want === undefined) return;
    if (want.kind !== 'store' && want.kind !== 'wake' && want.kind !== 'postpone') return;
    this.#count('failed effects');
    const performed = this.#draw(2) === 0;
    this.#say(`${worker.name}: ${nameOf(want)} fails, ${performed ? '' : 'not '}performed`);
    if (performed) await this.#perform(worker, want);
    else if (want.kind === 'store' && want.name === 'settle') this.#noted(worker, want.id, true);
    await worker.fail();
    this.#checkAcknowledged();
  }

  async #step(worker: LiveWorker): Promise<void> {
    const { want } = worker;
    if (want === undefined) return;
    const answer = await this.#perform(worker, want);
    this.#say(`${worker.name}: ${nameOf(want)}`);
    await worker.answer(answer);
    this.#checkAcknowledged();
  }

  async #perform(worker: LiveWorker, want: Want): Promise<unknown> {
    switch (want.kind) {
      case 'store': {
        const answer = await want.run(this.#store);
        if (want.name === 'settle') this.#noted(worker, want.id, false);
        if (want.name === 'record') this.#rows.add(want.id ?? '');
        return answer;
      }
      case 'wake':
        for (const { dueAt, ...delivery } of want.deliveries) {
          const { again, probe } = want.how ?? {};
          const body = { ...keyOf(delivery), ...(probe === true && { probe }) };
          const once = `${deliveryIdOf(body)}#${dueAt}#${again ?? ''}#${String(probe)}`;
          this.#queue.send(this.#now, body.destinationId, body, once);
        }
        return undefined;
      case 'look':
        return (this.#arrived.get(want.id) ?? 0) > 0;
      case 'arrive':
        return this.#arrive(worker, want.id);
      case 'answer': {
        if (this.#draw(100) < 85) return { kind: 'sent' };
        this.#count('lost answers');
        this.#noted(worker, want.id, true);
        return { kind: 'retry', code: 'doubtful' };
      }
      case 'postpone':
        return undefined;
    }
  }

  #noted(worker: LiveWorker, id: string | undefined, forgotten: boolean): void {
    if (id !== undefined && worker.unnoted.delete(id) && forgotten) this.#excuse(id);
  }

  /** The vendor takes the message or turns it away. */
  #arrive(worker: LiveWorker, id: string): Outcome | undefined {
    const chance = this.#draw(100);
    if (chance >= 75) return this.#turnAway(chance);
    const { accessId, destinationId } = this.#deliveryOf(id);
    if (isOfAnAccess(accessId) && !this.#rows.has(accessId))
      this.#broken(`${id} was sent before its row was written`);
    const copies = (this.#arrived.get(id) ?? 0) + 1;
    this.#arrived.set(id, copies);
    worker.unnoted.add(id);
    if (copies > 1) this.#count('second copies');
    if (copies > 1 && asks(destinationId)) this.#broken(`${id} can be asked and got ${copies} copies`);
    if (copies > 1 + (this.#excused.get(id) ?? 0))
      this.#broken(`no crash explains ${copies} copies of ${id}`);
    return undefined;
  }

  #turnAway(chance: number): Outcome {
    if (chance < 82) {
      this.#count('refusals');
      return { kind: 'retry', code: 'rate-limited', retryAfterSeconds: 1 + this.#draw(90) };
    }
    if (chance < 90) {
      this.#count('refusals');
      return { kind: 'retry', code: 'vendor-failed' };
    }
    if (chance < 95) {
      this.#count('lost answers');
      return { kind: 'retry', code: 'doubtful' };
    }
    this.#count('rejections');
    return { kind: 'rejected', code: 'destination-gone' };
  }

  #deliveryOf(id: string): Delivery {
    const found = this.#store.ledger.all().find((delivery) => deliveryIdOf(delivery) === id);
    return found ?? this.#broken(`${id} was sent and is not in the ledger`);
  }

  #checkAcknowledged(): void {
    for (const record of this.#acknowledged.splice(0)) {
      const opened = this.#firstNotices(record).map(({ destinationId }) => destinationId);
      if (opened.sort().join() !== [...this.#tells(record)].sort().join()) {
        this.#broken(`${record.accessId} is acknowledged; opened are ${opened.join() || 'no deliveries'}`);
      }
    }
  }

  #firstNotices({ accessId }: RecordMessage): readonly Delivery[] {
    return this.#store.ledger.deliveriesOf(accessId).filter(({ part }) => part === undefined);
  }

  /** What the policy wants, unless it was counted behind another. */
  #tells({ accessId, tells }: RecordMessage): readonly string[] {
    return this.#store.history.rowOf(accessId)?.groupedWith === undefined ? tells : [];
  }

  /** Everybody finishes, queues are worked off, the sweep runs every minute, dead letters are redriven once. */
  async #recover(): Promise<void> {
    this.#say('the world is healthy');
    for (let minute = 0; minute < HEALTHY_MINUTES; minute += 1) {
      await this.#finish();
      for (let more = this.#redrive(); more; more = await this.#takeUp()) await this.#finish();
      if (this.#isQuiet()) return;
      if (this.#now >= this.#sweptAt + SWEEP_SECONDS) await this.#startSweep();
      await this.#finish();
      // When nothing is left but windows that end, nobody need watch each of their minutes.
      this.#now += this.#isSettled() ? WINDOW_SECONDS : SWEEP_SECONDS;
    }
  }

  #redrive(): boolean {
    if (this.#intake.dead.length > 0) this.#count('redrives');
    this.#intake.redrive();
    return true;
  }

  async #takeUp(): Promise<boolean> {
    await this.#startRecord();
    await this.#startDeliver();
    return this.#workers.length > 0;
  }

  async #finish(): Promise<void> {
    for (let worker = this.#workers[0]; worker !== undefined; worker = this.#workers[0]) {
      await this.#step(worker);
    }
  }

  #isQuiet(): boolean {
    return (
      this.#isSettled() && this.#records.every(({ accessId }) => !this.#store.history.isCounting(accessId))
    );
  }

  #isSettled(): boolean {
    const over = this.#intake.isEmpty && this.#intake.dead.length === 0 && this.#queue.isEmpty;
    return over && this.#deliveries().every(isSettled);
  }

  #deliveries(): readonly Delivery[] {
    return this.#store.ledger.all();
  }

  async #checkEverything(): Promise<void> {
    const { rows } = await this.#store.history.list(EVER);
    const ids = rows.map(({ accessId }) => accessId).sort();
    const expected = this.#records.map(({ accessId }) => accessId).sort();
    if (ids.join() !== expected.join()) this.#broken(`the rows are ${ids.join() || 'none'}`);
    for (const record of this.#records) await this.#checkRecord(record);
    for (const delivery of this.#deliveries()) this.#checkDelivery(delivery);
  }

  async #checkRecord(record: RecordMessage): Promise<void> {
    const { history } = this.#store;
    const row = history.rowOf(record.accessId);
    if (this.#firstNotices(record).length !== this.#tells(record).length)
      this.#broken(`${this.#firstNotices(record).length} first notices of ${record.accessId}`);
    if (row?.groupedWith !== undefined) {
      this.#count('repeats');
      return this.#checkRepeat(record.accessId, row.groupedWith);
    }
    const repeats = await history.repeatsOf(record.accessId);
    const words = this.#store.ledger.deliveriesOf(record.accessId).filter(({ part }) => part === 'repeats');
    const wanted = repeats === undefined ? 0 : record.tells.length;
    if (words.length !== wanted)
      this.#broken(`${words.length} of ${wanted} later words of ${record.accessId}`);
    if (row?.repeats?.count !== repeats?.count) this.#broken(`${record.accessId} says a wrong count`);
  }

  #checkRepeat(accessId: string, first: string): void {
    const rang = this.#store.ledger.deliveriesOf(first).filter(({ part }) => part === undefined);
    if (rang.length === 0) this.#broken(`${accessId} is counted behind ${first}, which never rang`);
    if (this.#store.ledger.deliveriesOf(accessId).length > 0) this.#broken(`the repeat ${accessId} rang`);
  }

  #checkDelivery(delivery: Delivery): void {
    const id = deliveryIdOf(delivery);
    const [copies, excused] = [this.#arrived.get(id) ?? 0, this.#excused.get(id) ?? 0];
    if (!isSettled(delivery)) this.#broken(`lost: ${id} is ${delivery.state} for ever`);
    if (delivery.state === 'sent' && copies === 0) this.#broken(`lost: ${id} was never sent`);
    if (delivery.state === 'rejected') this.#checkRejected(delivery, copies > excused);
    if (delivery.state === 'digested') this.#checkDigested(delivery, copies);
    if (delivery.members !== undefined) this.#count('digests');
    for (const [index, { startedAt, outcome }] of delivery.attempts.entries()) {
      const wait = outcome?.kind === 'retry' ? (outcome.retryAfterSeconds ?? 1) : 0;
      const next = delivery.attempts[index + 1];
      if (next !== undefined && Date.parse(next.startedAt) < Date.parse(startedAt) + wait * 1000) {
        this.#broken(`attempt ${next.number} of ${id} comes sooner than its vendor asked`);
      }
    }
  }

  /** A refusal is not silence: the fallback has it, and the operator was told within the hour. */
  #checkRejected(delivery: Delivery, arrived: boolean): void {
    const id = deliveryIdOf(delivery);
    if (arrived) this.#broken(`${id} arrived and counts as rejected`);
    const { destinationId, insteadOf, members } = delivery;
    if (destinationId === OPERATOR_DESTINATION) return;
    if (!this.#deliveries().some(({ accessId }) => accessId.startsWith(`operator.${destinationId}.`)))
      this.#broken(`the operator was not told that ${destinationId} refuses`);
    if (insteadOf !== undefined || destinationId === FALLBACK) return;
    this.#count('fallbacks');
    for (const key of members ?? [keyOf(delivery)]) {
      const part = `instead-of-${destinationId}${key.part === undefined ? '' : `.${key.part}`}`;
      const stands = this.#deliveries().some(
        (other) => other.accessId === key.accessId && other.destinationId === FALLBACK && other.part === part,
      );
      if (!stands) this.#broken(`lost: ${deliveryIdOf(key)} was refused and nobody else has it`);
    }
  }

  /** Told in exactly one digest that names it, and by itself not at all. */
  #checkDigested(delivery: Delivery, copies: number): void {
    const id = deliveryIdOf(delivery);
    const digests = this.#deliveries().filter(({ members }) =>
      (members ?? []).some((key) => deliveryIdOf(key) === id),
    );
    if (digests.length !== 1) this.#broken(`lost: ${id} is in ${digests.length} digests`);
    if (copies > 0) this.#broken(`${id} was told by itself and in a digest`);
  }

  #say(words: string): void {
    this.#trace.push(words);
  }

  #broken(promise: string): never {
    throw new Error(`${promise}\n  ${this.#trace.join('\n  ')}`);
  }
}

const isSettled = ({ state }: Delivery): boolean =>
  state === 'sent' || state === 'rejected' || state === 'digested';

/** Digests and the operator's notices have no row. */
const isOfAnAccess = (accessId: string): boolean => !/^(?:digest|operator)\./.test(accessId);

const nameOf = (want: Want): string => (want.kind === 'store' ? want.name : want.kind);
