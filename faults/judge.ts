/** The invariants that hold after every case, whatever was injected. */
import { textAt } from '../lib/kernel/json.ts';
import { legsOf, readStored, type Stored, type StoredDelivery } from './deliveries.ts';
import type { Seen } from './fault-case.ts';
import { canBeAsked } from './fault-policy.ts';
import type { Access } from './fault-records.ts';
import type { Stage } from './stage.ts';

export interface Judged {
  readonly messages: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly problems: readonly string[];
}

/** Each access has its row; each delivery is settled and arrived, once unless explained; nothing leaked. */
export async function judge(stage: Stage, seen: Seen): Promise<Judged> {
  const messages: Record<string, number> = {};
  const problems: string[] = [];
  let rows = 0;
  for (const access of seen.accesses) {
    const stored = await readStored(stage, access.accessId);
    if (stored.row === undefined) {
      problems.push(`${access.accessId} has no row`);
      continue;
    }
    rows += 1;
    if (textAt(stored.row, 'groupedWith') !== undefined) continue;
    for (const destinationId of legsOf(stored.row)) {
      const copies = stage.inbox.copies(access, destinationId);
      messages[destinationId] = (messages[destinationId] ?? 0) + copies;
      const delivery = stored.deliveries.find(isFirstTo(destinationId));
      // Later words are messages of their own where the vendor cannot edit.
      const later = stored.deliveries.filter(isLaterTo(destinationId)).length;
      // On a machine that is too slow for the time-outs, answers are lost without anybody's doing.
      const explained = explainedOf(seen, delivery) + stage.unheard(access.accessId);
      const most = 1 + later + (canBeAsked(stage.policy, destinationId) ? 0 : explained);
      problems.push(
        ...(await judgeDelivery(stage, { access, destinationId, delivery, copies, most, later })),
      );
    }
    problems.push(...laterWords(access, stored));
  }
  problems.push(...(await judgeLogs(stage)));
  return { messages, rows, problems };
}

const isFirstTo =
  (destinationId: string) =>
  (delivery: StoredDelivery): boolean =>
    delivery.destinationId === destinationId && delivery.part === undefined;

const isLaterTo =
  (destinationId: string) =>
  (delivery: StoredDelivery): boolean =>
    delivery.destinationId === destinationId && delivery.part !== undefined && delivery.state === 'sent';

function explainedOf({ explained = 0 }: Seen, delivery: StoredDelivery | undefined): number {
  if (explained !== 'by attempts') return explained;
  return (delivery?.attempts ?? []).filter(({ outcome }) => ['no answer', 'doubtful'].includes(outcome))
    .length;
}

interface Facts {
  readonly access: Access;
  readonly destinationId: string;
  readonly delivery: StoredDelivery | undefined;
  readonly copies: number;
  readonly most: number;
  /** Later words to the same destination, each of which may be a message of its own. */
  readonly later: number;
}

async function judgeDelivery(stage: Stage, facts: Facts): Promise<readonly string[]> {
  const { access, destinationId, delivery, copies, most, later } = facts;
  const name = `${access.accessId} to ${destinationId}`;
  switch (delivery?.state) {
    case 'sent':
      if (copies === 0) return [`${name} counts as sent and never arrived`];
      return copies > most ? [`${name} arrived ${String(copies)} times`] : [];
    case 'rejected':
      return copies === 0 ? [] : [`${name} counts as rejected and arrived`];
    case 'digested':
      if (!(await wasDigested(stage, delivery)))
        return [`${name} counts as digested, its digest was not sent`];
      return copies <= later ? [] : [`${name} counts as digested and was told besides`];
    default:
      return [`${name} is ${delivery?.state ?? 'not even open'}`];
  }
}

async function wasDigested(
  stage: Stage,
  { digestedIn = '', destinationId }: StoredDelivery,
): Promise<boolean> {
  const { deliveries } = await readStored(stage, digestedIn);
  return deliveries.some((each) => each.destinationId === destinationId && each.state === 'sent');
}

const laterWords = ({ accessId }: Access, { deliveries }: Stored): readonly string[] =>
  deliveries
    .filter(({ part, state }) => part !== undefined && !['sent', 'rejected', 'digested'].includes(state))
    .map(({ destinationId, part = '' }) => `${accessId}: ${part} to ${destinationId} is not settled`);

/** Words that Node writes when nobody caught an error; a function must never end that way. */
const UNHANDLED = /unhandled|uncaught|UnhandledPromiseRejection|ERR_UNHANDLED/i;

async function judgeLogs(stage: Stage): Promise<readonly string[]> {
  const lines = (await stage.newLogs()).split('\n').filter((line) => UNHANDLED.test(line));
  return [
    ...stage.newLeaks().map((leak) => `a planted secret left by ${leak}`),
    ...lines.slice(0, 3).map((line) => `in a function's log: ${line.slice(0, 160)}`),
  ];
}
