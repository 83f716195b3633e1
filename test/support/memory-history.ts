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
import type { AccessRow, JoinedRecord } from '../../lib/history/access-row.ts';

interface Group {
  readonly accessId: string;
  readonly windowBegins: string;
  readonly windowEnds: string;
}

/** Answers the deliveries of one access: an in-memory ledger, or a fixed list. */
export type DeliveriesOf = (accessId: string) => readonly Delivery[];

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

const keyOfHalf = (half: SwitchRoleHalf): string => `${half.accountId}.${half.eventId}`;

export class MemoryHistory implements AccessHistory {
  readonly #deliveriesOf: DeliveriesOf;
  readonly #rows = new Map<string, AccessRow>();
  readonly #halves = new Map<string, WaitingHalf>();
  readonly #groups = new Map<string, Group>();

  constructor(deliveriesOf: DeliveriesOf = () => []) {
    this.#deliveriesOf = deliveriesOf;
  }

  async record(row: AccessRow): Promise<'recorded' | 'already-there'> {
    if (this.#rows.has(row.accessId)) return 'already-there';
    this.#rows.set(row.accessId, structuredClone(row));
    return 'recorded';
  }

  async join(accessId: string, caller: Caller, joined: JoinedRecord): Promise<void> {
    const row = this.#rows.get(accessId);
    if (row === undefined || row.joined.some((earlier) => earlier.eventId === joined.eventId)) return;
    const improved = row.access === undefined ? row : { ...row, access: { ...row.access, caller } };
    this.#rows.set(accessId, structuredClone({ ...improved, joined: [...row.joined, joined] }));
  }

  async find(accessId: string): Promise<AccessDetail | undefined> {
    const row = this.#rows.get(accessId);
    return row === undefined ? undefined : structuredClone({ row, deliveries: this.#deliveriesOf(accessId) });
  }

  async list({ from, to, limit, cursor }: ListQuestion): Promise<AccessPage> {
    const inWindow = [...this.#rows.values()]
      .filter((row) => at(row.time) >= at(from) && at(row.time) < at(to))
      .sort(newestFirst);
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const rest = inWindow.filter((row) => after === undefined || newestFirst(row, after) > 0);
    const rows = structuredClone(rest.slice(0, limit));
    const last = rows.at(-1);
    return last === undefined || rest.length <= limit ? { rows } : { rows, nextCursor: writeCursor(last) };
  }

  async remove(accessId: string): Promise<void> {
    this.#rows.delete(accessId);
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
    return structuredClone(rows.sort(newestFirst).reverse());
  }

  async keepHalf(waiting: WaitingHalf): Promise<void> {
    this.#halves.set(keyOfHalf(waiting.half), structuredClone(waiting));
  }

  async halvesOfSession(accountId: string, sessionPrincipalId: string): Promise<readonly WaitingHalf[]> {
    const waiting = [...this.#halves.values()].filter(
      ({ half }) => half.accountId === accountId && half.sessionPrincipalId === sessionPrincipalId,
    );
    return structuredClone(waiting);
  }

  async halvesDue(before: string, limit: number): Promise<readonly WaitingHalf[]> {
    const due = [...this.#halves.values()]
      .filter(({ dueAt }) => at(dueAt) <= at(before))
      .sort((a, b) => at(a.dueAt) - at(b.dueAt));
    return structuredClone(due.slice(0, limit));
  }

  async releaseHalf(half: SwitchRoleHalf): Promise<void> {
    this.#halves.delete(keyOfHalf(half));
  }

  async firstOfGroup(key: string, accessId: string, window: TimeWindow): Promise<string | undefined> {
    const first = this.#groups.get(key);
    const isOver = first === undefined || at(first.windowEnds) <= at(window.from);
    if (!isOver && first.accessId !== accessId) {
      return at(window.from) < at(first.windowBegins) ? undefined : first.accessId;
    }
    this.#groups.set(key, { accessId, windowBegins: window.from, windowEnds: window.to });
    return undefined;
  }
}
