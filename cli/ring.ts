/** `rolecall ring`: lets recorded entries happen on the running laptop, and tells who was told. */
import type { Clock } from '../lib/kernel/clock.ts';
import { at, compact, isObject, type JsonObject, listAt, parseJson, textAt } from '../lib/kernel/json.ts';
import { historyLink } from '../lib/notification/history-link.ts';
import { findRun, type Run } from '../local/run-file.ts';
import { dirname, join } from 'node:path';
import { accessIdsOf } from './access-ids-of.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { createFreshener, type Kept, recordedIn } from '../local/freshen-event.ts';
import { type Case, readCases } from './read-cases.ts';
import { type AskSignedIn, signedInFetch } from './sign-in.ts';

export interface RingOptions {
  readonly paths: readonly string[];
  /** Where the running laptop says where it is. */
  readonly runFile: string;
  readonly times: number;
  /** Each event twice. */
  readonly again: boolean;
  readonly keep: Kept;
  readonly clock: Clock;
  readonly write: (text: string) => void | Promise<void>;
  readonly writeError: (text: string) => void;
  /** How long to wait for one entry and its deliveries: unless given, 3 s until it appears and 8 s until all have it. */
  readonly patienceMs?: number;
}

/** Answers the exit code: 0, 1 when something could not be read or rung, 2 when no laptop runs. */
export async function ring(options: RingOptions): Promise<number> {
  const run = await findRun(options.runFile);
  if (run === undefined) {
    options.writeError(
      'No laptop runs here. Start it with `npm start` in another terminal, then ring again.\n',
    );
    return 2;
  }
  const { cases, problems } = await readCases(options.paths);
  for (const problem of problems) options.writeError(`${escapeTerminal(problem)}\n`);
  const rung: Rung[] = [];
  const ringing: Ringing = { ...options, run, ask: askLaptop(run, options) };
  for (const each of cases) rung.push(...(await ringCase(each, ringing)));
  for (const each of rung) await report(each, ringing);
  return problems.length === 0 && rung.length > 0 ? 0 : 1;
}

interface Ringing extends RingOptions {
  readonly run: Run;
  readonly ask: AskSignedIn;
}

/** Signs in without a word: the laptop's issuer asks nothing. */
const askLaptop = ({ pageUrl = '' }: Run, { runFile, clock }: RingOptions): AskSignedIn =>
  signedInFetch({
    url: pageUrl,
    cacheFile: join(dirname(runFile), 'sessions.json'),
    clock,
    write: () => undefined,
    open: () => undefined,
  });

interface Rung {
  readonly file: string;
  /** Under one of these the history has it: that of a record that could not be read is the last. */
  readonly accessIds: readonly string[];
  /** Whether a rule let it through. */
  readonly heard: boolean;
  /** What is worth knowing about where it happened. */
  readonly where: readonly string[];
}

async function ringCase({ file, event }: Case, options: Ringing): Promise<readonly Rung[]> {
  const rung: Rung[] = [];
  for (let time = 0; time < options.times; time += 1) {
    const { region, regions = [] } = options.run;
    const parts = { clock: options.clock, keep: options.keep, ...compact({ region, covered: regions }) };
    const fresh = createFreshener(parts)(event);
    const injected = await inject(fresh, options.run);
    if (options.again) await inject(fresh, options.run);
    rung.push({
      file,
      heard: listAt(injected, 'rules').length > 0,
      where: [...moved(event, fresh), ...elsewhere(injected)],
      accessIds: accessIdsOf(fresh),
    });
  }
  return rung;
}

/** What was recorded where nobody listens is rung as if somebody did. */
const moved = (event: JsonObject, fresh: JsonObject): readonly string[] => {
  const [from, to] = [recordedIn(event), recordedIn(fresh)];
  return from === undefined || to === undefined || from === to
    ? []
    : [`Recorded in ${from}, where no rules of ours stand; rung as if it were ${to}.`];
};

const elsewhere = (injected: unknown): readonly string[] => {
  const region = textAt(injected, 'elsewhere', 'region') ?? '';
  const accountId = textAt(injected, 'elsewhere', 'accountId') ?? '';
  switch (textAt(injected, 'unheard')) {
    case 'region':
      return [
        `Recorded in ${region}, where no rules of ours stand: only the event history of that Region knows it. To be told,`,
        'add it to `regions` of rolecall.yml and deploy a collector there.',
      ];
    case 'account':
      return [`Recorded by account ${accountId}, which rolecall.yml does not list: nothing forwards it.`];
    default:
      return listAt(injected, 'forwardedBy').length === 0
        ? []
        : [`Recorded in ${region} by account ${accountId}, whose rules forward it.`];
  }
};

async function inject(event: JsonObject, run: Run): Promise<unknown> {
  const response = await fetch(`${run.standInsUrl ?? ''}/ring`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ event }),
  });
  if (!response.ok) throw new Error(`the laptop did not take the event (${String(response.status)})`);
  return parseJson(await response.text());
}

async function report(rung: Rung, options: Ringing): Promise<void> {
  const where = rung.where.map((line) => `  ${escapeTerminal(line)}\n`).join('');
  await options.write(`\n${escapeTerminal(rung.file)}\n${where}`);
  if (!rung.heard) {
    await options.write('  No rule let it through: it rings nobody.\n');
    return;
  }
  const detail = await awaitDeliveries(rung.accessIds, options);
  if (detail === undefined) {
    await options.write('  Handed over. The history has no entry of its own for it.\n');
    return;
  }
  const link = historyLink(
    options.run.pageUrl ?? '',
    textAt(detail, 'summary', 'accessId') ?? rung.accessIds[0] ?? '',
  );
  const sentence = textAt(detail, 'summary', 'sentence') ?? '';
  const lines = isRepeat(detail)
    ? [COUNTED]
    : [...recordedOnly(detail), ...listAt(detail, 'deliveries').map(deliveryLine)];
  await options.write(`  ${escapeTerminal(sentence)}\n  ${link}\n${lines.join('')}`);
}

const COUNTED =
  '    Counted, not told by itself: an equal one rang within the last minutes. How many there were is told when\n' +
  '    its quarter of an hour is over. Another caller, role or session name rings at once.\n';

/** A door that opens nothing: silence must not look like a failure. */
const recordedOnly = (detail: unknown): readonly string[] => {
  const telling = at(detail, 'summary', 'telling');
  if (textAt(telling, 'code') !== 'recorded') return [];
  return [`    Recorded, not told. ${escapeTerminal(textAt(telling, 'note') ?? '')}\n`];
};

const isRepeat = (detail: unknown): boolean => isObject(at(detail, 'summary', 'groupedWith'));

const deliveryLine = (delivery: unknown): string => {
  const [id, state] = [textAt(delivery, 'destinationId') ?? '', textAt(delivery, 'state', 'words') ?? ''];
  return `    ${escapeTerminal(id).padEnd(20)} ${escapeTerminal(state)}\n`;
};

const POLL_MS = 100;
const PATIENCE_MS = 8000;
/** A half of a role switch or an event about nobody we guard never gets an entry of its own. */
const APPEARS_MS = 3000;

/** The entry as the history shows it once every delivery has ended, or as it is when patience has. */
async function awaitDeliveries(accessIds: readonly string[], options: Ringing): Promise<unknown> {
  const began = options.clock.now().getTime();
  let end = began + (options.patienceMs ?? APPEARS_MS);
  let detail: unknown;
  do {
    detail = (await readFirst(accessIds, options.ask)) ?? detail;
    if (listAt(detail, 'deliveries').length > 0) end = began + (options.patienceMs ?? PATIENCE_MS);
    const deliveries = listAt(detail, 'deliveries');
    // The entry is written a moment before its deliveries are opened.
    if (isRepeat(detail) || (deliveries.length > 0 && deliveries.every(hasEnded))) return detail;
    await options.clock.sleep(POLL_MS);
  } while (options.clock.now().getTime() < end);
  return detail;
}

const hasEnded = (delivery: unknown): boolean =>
  ['sent', 'rejected'].includes(textAt(delivery, 'state', 'code') ?? '');

async function readFirst(accessIds: readonly string[], ask: AskSignedIn): Promise<unknown> {
  for (const accessId of accessIds) {
    const detail = await readDetail(accessId, ask);
    if (detail !== undefined) return detail;
  }
  return undefined;
}

async function readDetail(accessId: string, ask: AskSignedIn): Promise<unknown> {
  const response = await ask(`/api/accesses/${encodeURIComponent(accessId)}`);
  return response.ok ? parseJson(await response.text()) : undefined;
}
