/** The history in memory: the twin of the DynamoDB implementation, exact to the words of the port. */
import type { Caller } from '../../lib/access/caller.ts';
import type { SwitchRoleHalf } from '../../lib/access/switch-role-half.ts';
import type { Delivery } from '../../lib/delivery/delivery.ts';
import type {
  AccessDetail,
  AccessHistory,
  AccessPage,
  ListQuestion,
  TimeWindow,
  WaitingHalf,
} from '../../lib/history/access-history.ts';
import type {
  AccessRow,
  Corrected,
  Correction,
  JoinedRecord,
  Repeats,
} from '../../lib/history/access-row.ts';
import { correctRow, joinRow } from '../../lib/history/change-row.ts';
import type { NotedEvent } from '../../lib/history/history-event.ts';
import type { Review } from '../../lib/history/review.ts';
import { frozen } from './frozen.ts';

interface Group {
  readonly accessId: string;
  readonly windowBegins: string;
  readonly windowEnds: string;
}

/** Answers the deliveries of one access: an in-memory ledger, or a fixed list. */
export type DeliveriesOf = (accessId: string) => readonly Delivery[];

/** The events beside the rows: a `MemoryEvents`. Without one there are none. */
export interface EventsBeside {
  readonly eventsOf: (accessId: string) => readonly NotedEvent[];
  readonly forget: (accessId: string) => void;
}

const NO_EVENTS: EventsBeside = { eventsOf: () => [], forget: () => undefined };
const MOST_ORIGINS = 5;

const at = (iso: string): number => Date.parse(iso);

type Place = Pick<AccessRow, 'time' | 'accessId'>;

/** Newest first; rows of one moment by id, so that pages neither repeat nor skip one. */
const newestFirst = (a: Place, b: Place): number =>
  at(b.time) - at(a.time) || Number(a.accessId < b.accessId) - Number(a.accessId > b.accessId);

/** The place of the last row that was given: reading on survives that row's removal. */
const writeCursor = ({ time, accessId }: Place): string => `${time} ${accessId}`;

const readCursor = (cursor: string): Place => {
  const [time, accessId] = cursor.split(' ');
  if (time === undefined || accessId === undefined || Number.isNaN(at(time))) {
    throw new Error('not a cursor of this history');
  }
  return { time, accessId };
};

const byId = (a: Place, b: Place): number =>
  Number(a.accessId > b.accessId) - Number(a.accessId < b.accessId);

const asNoted = (a: NotedEvent, b: NotedEvent): number =>
  at(a.notedAt) - at(b.notedAt) || Number(a.name > b.name) - Number(a.name < b.name);

const keyOfHalf = ({ accountId, sessionPrincipalId, time, eventId }: SwitchRoleHalf): string =>
  [accountId, sessionPrincipalId, time, eventId].join();

export class MemoryHistory implements AccessHistory {
  readonly #deliveriesOf: DeliveriesOf;
  readonly #rows = new Map<string, AccessRow>();
  readonly #halves = new Map<string, WaitingHalf>();
  readonly #groups = new Map<string, Group>();
  readonly #openWindows = new Set<string>();
  readonly #events: EventsBeside;

  constructor(deliveriesOf: DeliveriesOf = () => [], events: EventsBeside = NO_EVENTS) {
    this.#deliveriesOf = deliveriesOf;
    this.#events = events;
  }

  rowOf(accessId: string): AccessRow | undefined {
    return this.#rows.get(accessId);
  }

  /** All of them, in no particular order. */
  rows(): readonly AccessRow[] {
    return [...this.#rows.values()];
  }

  /** Whether its window still waits for being closed. */
  isCounting(accessId: string): boolean {
    return this.#openWindows.has(accessId);
  }

  /** The windows of all groups, for a search that has to tell two states apart. */
  groups(): unknown {
    return [[...this.#groups], [...this.#openWindows].sort()];
  }

  async record(row: AccessRow): Promise<'recorded' | 'already-there'> {
    if (this.#rows.has(row.accessId)) return 'already-there';
    this.#rows.set(row.accessId, frozen(row));
    const opensWindow = row.countsRepeatsUntil !== undefined && row.groupedWith === undefined;
    if (opensWindow && row.repeats === undefined) this.#openWindows.add(row.accessId);
    return 'recorded';
  }

  async join(accessId: string, caller: Caller | undefined, joined: JoinedRecord): Promise<void> {
    const row = this.#rows.get(accessId);
    if (row !== undefined) this.#rows.set(accessId, frozen(joinRow(row, caller, joined)));
  }

  /** What `MemoryReviews` writes. */
  review(accessId: string, review: Review): void {
    const row = this.#rows.get(accessId);
    if (row !== undefined) this.#rows.set(accessId, frozen({ ...row, review }));
  }

  async find(accessId: string): Promise<AccessDetail | undefined> {
    const row = this.#rows.get(accessId);
    if (row === undefined) return undefined;
    const deliveries = this.#deliveriesOf(accessId);
    const digests = this.#digestsOf(deliveries);
    const events = [...this.#events.eventsOf(accessId)].sort(asNoted);
    return frozen({ row, deliveries, events, ...(digests.length === 0 ? {} : { digests }) });
  }

  #digestsOf(deliveries: readonly Delivery[]): readonly Delivery[] {
    const named = deliveries.flatMap(({ destinationId, digestedIn }) =>
      digestedIn === undefined
        ? []
        : this.#deliveriesOf(digestedIn).filter(
            (digest) => digest.destinationId === destinationId && digest.part === undefined,
          ),
    );
    return [...new Set(named)];
  }

  async list({ from, to, limit, cursor, canaries }: ListQuestion): Promise<AccessPage> {
    const inWindow = [...this.#rows.values()]
      .filter((row) => row.canary === canaries && at(row.time) >= at(from) && at(row.time) < at(to))
      .sort(newestFirst);
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const rest = inWindow.filter((row) => after === undefined || newestFirst(row, after) > 0);
    const rows = frozen(rest.slice(0, limit));
    const last = rows.at(-1);
    return last === undefined || rest.length <= limit ? { rows } : { rows, nextCursor: writeCursor(last) };
  }

  async remove(accessId: string): Promise<void> {
    this.#rows.delete(accessId);
    this.#openWindows.delete(accessId);
    this.#events.forget(accessId);
  }

  async ofSession(
    accountId: string,
    sessionPrincipalId: string,
    { from, to }: TimeWindow,
  ): Promise<readonly AccessRow[]> {
    const rows = [...this.#rows.values()].filter(
      (row) =>
        row.accountId === accountId &&
        row.access?.session.principalId === sessionPrincipalId &&
        at(row.time) >= at(from) &&
        at(row.time) <= at(to),
    );
    return frozen(rows.sort(newestFirst).reverse());
  }

  async keepHalf(waiting: WaitingHalf): Promise<void> {
    this.#halves.set(keyOfHalf(waiting.half), frozen(waiting));
  }

  async halvesOfSession(accountId: string, sessionPrincipalId: string): Promise<readonly WaitingHalf[]> {
    const waiting = [...this.#halves.values()].filter(
      ({ half }) => half.accountId === accountId && half.sessionPrincipalId === sessionPrincipalId,
    );
    return frozen(waiting);
  }

  async halvesDue(before: string, limit: number): Promise<readonly WaitingHalf[]> {
    const due = [...this.#halves.values()]
      .filter(({ dueAt }) => at(dueAt) <= at(before))
      .sort((a, b) => at(a.dueAt) - at(b.dueAt));
    return frozen(due.slice(0, limit));
  }

  async releaseHalf(half: SwitchRoleHalf): Promise<void> {
    this.#halves.delete(keyOfHalf(half));
  }

  async firstOfGroup(key: string, accessId: string, window: TimeWindow): Promise<string | undefined> {
    const first = this.#groups.get(key);
    if (first === undefined || at(first.windowEnds) <= at(window.from)) {
      this.#groups.set(key, { accessId, windowBegins: window.from, windowEnds: window.to });
      return undefined;
    }
    const overlaps = at(window.to) > at(first.windowBegins);
    return overlaps && first.accessId !== accessId ? first.accessId : undefined;
  }

  async currentOfGroup(key: string, now: string): Promise<string | undefined> {
    const first = this.#groups.get(key);
    const isOpen = first !== undefined && at(first.windowBegins) <= at(now) && at(now) < at(first.windowEnds);
    return isOpen ? first.accessId : undefined;
  }

  async windowsDue(before: string, limit: number): Promise<readonly AccessRow[]> {
    const due = [...this.#openWindows]
      .flatMap((accessId) => this.#rows.get(accessId) ?? [])
      .filter(({ countsRepeatsUntil = before }) => at(countsRepeatsUntil) < at(before))
      .sort((a, b) => at(a.countsRepeatsUntil ?? '') - at(b.countsRepeatsUntil ?? '') || byId(a, b));
    return frozen(due.slice(0, limit));
  }

  async repeatsOf(accessId: string): Promise<Repeats | undefined> {
    const rows = [...this.#rows.values()]
      .filter(({ groupedWith }) => groupedWith === accessId)
      .sort((a, b) => at(a.time) - at(b.time) || byId(a, b));
    const [first, last] = [rows.at(0), rows.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    const origins = [...new Set(rows.flatMap(({ access, door }) => (access ?? door)?.origin.text ?? []))];
    return {
      count: rows.length,
      first: first.time,
      last: last.time,
      origins: origins.slice(0, MOST_ORIGINS),
    };
  }

  async closeWindow(accessId: string, repeats: Repeats | undefined): Promise<void> {
    const row = this.#rows.get(accessId);
    if (row === undefined || !this.#openWindows.delete(accessId) || repeats === undefined) return;
    this.#rows.set(accessId, frozen({ ...row, repeats }));
  }

  async correct(accessId: string, said: Corrected, correction: Correction): Promise<void> {
    const row = this.#rows.get(accessId);
    if (row !== undefined) this.#rows.set(accessId, frozen(correctRow(row, said, correction)));
  }
}
