/** The inbox for a terminal. */
import type { KeptMessage } from '../vendors/kept-message.ts';

/** One line per message; nothing in it can move the cursor or break the line. */
export function messagesText(messages: readonly KeptMessage[]): string {
  return messages
    .map((message) =>
      [
        String(message.seq),
        message.at,
        message.kind,
        message.destinationHint,
        message.verdict.outcome,
        message.action,
        message.summary,
      ]
        .map(plain)
        .join('  '),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}
