/** `rolecall show`: one access with everything that is known of it. */
import type { AccessDetailAnswer, ShownDelivery, ShownFact } from '../lib/api/contract.ts';
import { type AskApi, askJson } from './api-answer.ts';
import { escapeTerminal, jsonForTerminal } from './escape-terminal.ts';

export const SHOW_HELP = `rolecall show ID

  One access: who it was and how we know, its session, what happened, who was told, what was said about it.

    --json          the whole answer of the API
    --url URL       the address of a deployed page
`;

export interface ShowRequest {
  readonly ask: AskApi;
  readonly accessId: string;
  readonly json: boolean;
  readonly write: (text: string) => void | Promise<void>;
}

/** Answers the exit code. Throws `ApiRefused` when there is no such access. */
export const show = async ({ ask, accessId, json, write }: ShowRequest): Promise<number> => {
  const detail = await askJson<AccessDetailAnswer>(ask, `/api/accesses/${encodeURIComponent(accessId)}`);
  await write(json ? `${jsonForTerminal(detail)}\n` : describe(detail));
  return 0;
};

const describe = (detail: AccessDetailAnswer): string => {
  const { summary } = detail;
  const { review } = summary;
  return [
    escapeTerminal(summary.sentence),
    escapeTerminal(`${summary.time}  ${summary.who.name} (${summary.who.certainty.words})`),
    escapeTerminal(
      `Review: ${review.words ?? review.state.words}${review.at === undefined ? '' : `, ${review.at}`}`,
    ),
    ...section(
      'Who it was',
      detail.evidence.map(({ source, value, note }) => `${value}  ${note} (${source})`),
    ),
    ...section(
      'The way back',
      detail.chain.map(({ who, kind, entered, how }) =>
        [who, kind, entered === undefined ? '' : `entered ${entered}`, how].filter(Boolean).join(', '),
      ),
    ),
    ...section('Session', detail.session.map(factLine)),
    ...section('From', detail.origin.map(factLine)),
    ...section('Answerable', detail.answerable.map(factLine)),
    ...section(
      'Worth a look',
      summary.observations.map(({ words, note }) => [words, note].filter(Boolean).join(': ')),
    ),
    ...section(
      'What happened',
      detail.timeline.map(
        ({ time, words, note }) => `${time}  ${words}${note === undefined ? '' : ` (${note})`}`,
      ),
    ),
    ...section('Who was told', detail.deliveries.map(deliveryLine)),
    ...section('Ids', detail.ids.map(factLine)),
    '',
  ].join('\n');
};

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${escapeTerminal(line)}`)];

const factLine = ({ label, value, note }: ShownFact): string =>
  `${label}: ${value}${note === undefined ? '' : ` (${note})`}`;

const deliveryLine = ({ channel, destinationId, edition, state, attempts }: ShownDelivery): string =>
  `${channel} ${destinationId} (${edition}): ${state.words}, ${String(attempts.length)} ${attempts.length === 1 ? 'attempt' : 'attempts'}`;
