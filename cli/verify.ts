/** `rolecall verify`: is the history what it was when it was sealed? In words, or as one JSON document. */
import type { VerifyEffects, VerifyRange } from '../lib/usecases/verify-effects.ts';
import { sayHour, type VerifyFinding } from '../lib/usecases/verify-finding.ts';
import { type Verification, verifyHistory } from '../lib/usecases/verify-history.ts';
import { escapeTerminal, jsonForTerminal } from './escape-terminal.ts';

export const VERIFY_HELP = `rolecall verify

  Compares the history with its seals: every hour, once it is over, the hashes of its events are
  anchored in a bucket in which nobody, you included, can change or delete them for as long as rows
  are kept, and a month. Names every event, row, delivery and seal that was changed, removed, added
  or hidden since, every exception that no event tells of, and every access that was muted without
  one. Reads only.

    --from DAY      the first day to look at, as 2026-11-22, in UTC (the first that was sealed)
    --to DAY        the last day (today)
    --deployed      in AWS, with your credentials, instead of the laptop
    --stack NAME    the stack to look at (rolecall-prod)
    --region NAME   where it is
    --json          one JSON document

  Answers 0 when all is as it was, 1 when something is not, 2 when it could not look.

  What it cannot show. Whoever may write to the table can change what is not sealed yet: an hour is
  sealed ten to thirty minutes after its end, and the last line says how much waits. The newest
  hours, cut off the table, show only as seals that are missing beside their anchors. Whoever can
  also write to the seal bucket can put an anchor there before we do, for an hour to come; that
  shows, but the hour is not sealed by us. Whoever can stop the recording leaves nothing to be
  altered: that is what the heartbeat's alarm is for. Deliveries that were not tried yet, and
  accesses from before the first seal, are vouched for by nothing. And it asks the same AWS account
  that it examines: run it with credentials, and from a machine, that you trust.
`;

export interface VerifyRequest {
  readonly effects: VerifyEffects;
  readonly range: VerifyRange;
  readonly json: boolean;
  readonly write: (text: string) => void | Promise<void>;
  readonly writeError: (text: string) => void;
}

/** Answers the exit code: 0 when nothing was found, 1 when something was, 2 when it could not look. */
export async function verify({ effects, range, json, write, writeError }: VerifyRequest): Promise<number> {
  let verified: Verification;
  try {
    verified = await verifyHistory(effects, range);
  } catch (error) {
    // The name only: AWS's messages repeat ARNs and sometimes whole requests.
    const name = error instanceof Error ? error.name : 'unknown error';
    writeError(`The history could not be read (${escapeTerminal(name)}). Check your permissions.\n`);
    return 2;
  }
  const ok = verified.findings.length === 0;
  const today = effects.clock.now().toISOString().slice(0, 10);
  await write(json ? `${jsonForTerminal({ ok, ...verified })}\n` : reportOf(verified, today));
  return ok ? 0 : 1;
}

/** More would hide the first ones. */
const MOST_SHOWN = 200;

const reportOf = (verified: Verification, today: string): string => {
  const { findings, archived, unvouched, neverSealed } = verified;
  const shown = findings.slice(0, MOST_SHOWN).map(findingLine);
  const more = findings.length - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [`And ${counted(more, 'finding')} more: --json has all of them.\n`] : []),
    ...(findings.length > 0 ? ['\n'] : []),
    ...(archived > 0 ? [`In the archive, and read there: ${counted(archived, 'access')}.\n`] : []),
    ...(unvouched > 0
      ? [
          `Recorded before the first seal, so that nothing vouches for them: ${counted(unvouched, 'access')}.\n`,
        ]
      : []),
    ...(neverSealed > 0
      ? [
          `Noted in hours that were never sealed, so that nothing vouches for them: ${counted(neverSealed, 'event')}.\n`,
        ]
      : []),
    `${verdictOf(verified)} ${unsealedText(verified, today)}\n`,
  ].join('');
};

const findingLine = ({ accessId, hour, words }: VerifyFinding): string => {
  const where = accessId ?? (hour === undefined ? '' : sayHour(hour));
  return `${escapeTerminal(where)}: ${escapeTerminal(words)}\n`;
};

const verdictOf = ({ accesses, canaries, events, sealedHours, findings }: Verification): string => {
  const looked = `${counted(accesses, 'access')}${ofThemCanaries(canaries)}, ${counted(events, 'event')}, ${counted(sealedHours, 'sealed hour')}`;
  if (findings.length > 0) return `${looked}: ${counted(findings.length, 'finding')}.`;
  return sealedHours === 0
    ? `${looked}: nothing is sealed there yet.`
    : `${looked}: nothing altered, nothing missing.`;
};

/** Why the list shows fewer. */
const ofThemCanaries = (canaries: number): string =>
  canaries === 0
    ? ''
    : ` (${canaries.toLocaleString('en-US')} of them Rolecall’s own test of the bell, which no list shows)`;

const unsealedText = ({ unsealed: { events, since } }: Verification, today: string): string => {
  if (since === undefined) return 'No event waits for its seal.';
  const when = since.startsWith(today) ? since.slice(11, 16) : `${since.slice(0, 10)} ${since.slice(11, 16)}`;
  return `${counted(events, 'event')} since ${when} UTC ${events === 1 ? 'is' : 'are'} not sealed yet.`;
};

const counted = (count: number, noun: string): string => {
  const plural = noun.endsWith('s') ? `${noun}es` : `${noun}s`;
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : plural}`;
};
