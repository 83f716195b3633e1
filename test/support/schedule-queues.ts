/** SQS as far as delivery depends on it: visibility, FIFO groups, deduplication, dead letters. Times are seconds. */

export interface Message<Body> {
  readonly id: string;
  readonly groupId: string;
  readonly body: Body;
  visibleAt: number;
  receives: number;
}

interface QueueSettings {
  readonly visibilitySeconds: number;
  readonly maxReceives: number;
  /** A group with a message that is being worked on gives no other. */
  readonly fifo: boolean;
}

/** As in infra/queues.yml. */
export const INTAKE_QUEUE: QueueSettings = { visibilitySeconds: 180, maxReceives: 5, fifo: false };
export const DELIVERY_QUEUE: QueueSettings = { visibilitySeconds: 180, maxReceives: 100, fifo: true };

const DEDUPLICATION_SECONDS = 300;

export class Queue<Body> {
  readonly #settings: QueueSettings;
  readonly #sentAt = new Map<string, number>();
  #messages: Message<Body>[] = [];
  #ids = 0;
  /** What was received too often. */
  dead: Message<Body>[] = [];

  constructor(settings: QueueSettings) {
    this.#settings = settings;
  }

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  /** An equal `deduplicationId` within five minutes is taken and never comes, as in SQS. */
  send(now: number, groupId: string, body: Body, deduplicationId?: string): void {
    if (deduplicationId !== undefined) {
      const earlier = this.#sentAt.get(deduplicationId);
      if (earlier !== undefined && now < earlier + DEDUPLICATION_SECONDS) return;
      this.#sentAt.set(deduplicationId, now);
    }
    this.#ids += 1;
    this.#messages.push({ id: `message-${this.#ids}`, groupId, body, visibleAt: 0, receives: 0 });
  }

  /** Up to so many messages, beginning with the group at `offset` among those that have some. */
  receive(now: number, most: number, offset: number): readonly Message<Body>[] {
    const visible = this.#visible(now);
    const groups = [...new Set(visible.map(({ groupId }) => groupId))];
    const first = groups[offset % Math.max(1, groups.length)];
    const inTurn = [
      ...visible.filter(({ groupId }) => groupId === first),
      ...visible.filter(({ groupId }) => groupId !== first),
    ];
    return inTurn.slice(0, most).flatMap((message) => this.#take(now, message));
  }

  remove(message: Message<Body>): void {
    this.#messages = this.#messages.filter((other) => other !== message);
  }

  /** The operator's redrive. */
  redrive(): number {
    const back = this.dead;
    this.dead = [];
    this.#messages.push(...back.map((message) => ({ ...message, visibleAt: 0, receives: 0 })));
    return back.length;
  }

  #visible(now: number): readonly Message<Body>[] {
    const hidden = this.#messages.filter(({ visibleAt }) => visibleAt > now);
    const blocked = new Set(this.#settings.fifo ? hidden.map(({ groupId }) => groupId) : []);
    return this.#messages.filter(({ visibleAt, groupId }) => visibleAt <= now && !blocked.has(groupId));
  }

  #take(now: number, message: Message<Body>): readonly Message<Body>[] {
    if (message.receives >= this.#settings.maxReceives) {
      this.remove(message);
      this.dead.push(message);
      return [];
    }
    message.receives += 1;
    message.visibleAt = now + this.#settings.visibilitySeconds;
    return [message];
  }
}
