/** Slack's mrkdwn as Slack shows it: live pieces marked, bold, code and quotes dressed, everything else inert. */
import { parseMrkdwn, type MrkdwnOptions, type MrkdwnToken } from '../vendors/slack/mrkdwn.ts';
import { withEmoji } from './emoji.ts';
import { escapeHtml, Html, html } from './html.ts';
import { renderLink, renderMention } from './render-link.ts';

/** A mrkdwn text. */
export function renderMrkdwn(text: string, options: MrkdwnOptions = {}): Html {
  const stash: string[] = [];
  // Finished pieces wait behind a private-use sign, so that no formatting reaches into them.
  const put = (piece: string): string => `\ue000${String(stash.push(piece) - 1)}\ue001`;
  const tokens = parseMrkdwn(text.replace(/[\ue000\ue001]/g, '\ufffd'), options);
  const line = tokens
    .map((token) => (token.type === 'text' ? escapeHtml(token.text) : put(renderToken(token).toString())))
    .join('');
  const dressed = quotes(styled(code(line, put)));
  return new Html(unstash(withEmoji(dressed), stash));
}

function renderToken(token: Exclude<MrkdwnToken, { type: 'text' }>): Html {
  switch (token.type) {
    case 'mention':
      return renderMention(token.target, token.label);
    case 'link':
      return renderLink(token.url, token.label, token.auto);
    case 'channel':
      return html`<span class="channel">${token.label}</span>`;
    case 'date':
      return html`<span class="date">${token.label}</span>`;
  }
}

function unstash(text: string, stash: readonly string[]): string {
  let result = text;
  // Code may hold a link, so a piece may hold pieces: two rounds reach all of them.
  for (let round = 0; round < 2; round += 1) {
    result = result.replace(/\ue000(\d+)\ue001/g, (_sign, index: string) => stash[Number(index)] ?? '');
  }
  return result;
}

function code(line: string, put: (piece: string) => string): string {
  return line
    .replace(/```\n?([\s\S]+?)```/g, (_all, inside: string) =>
      put(`<pre class="code">${inside.trimEnd()}</pre>`),
    )
    .replace(/`([^`\n]+)`/g, (_all, inside: string) => put(`<code>${inside}</code>`));
}

function styled(line: string): string {
  const around = (sign: string): RegExp =>
    new RegExp(
      `(^|[\\s(\\[{>;,.:\\ue001-])${sign}(?!\\s)([^${sign}\\n]+?)${sign}(?=$|[\\s)\\]}<&.,:;!?\\ue000-])`,
      'gm',
    );
  return line
    .replace(around('\\*'), '$1<strong>$2</strong>')
    .replace(around('_'), '$1<em>$2</em>')
    .replace(around('~'), '$1<s>$2</s>');
}

function quotes(line: string): string {
  return line.replace(/(?:^&gt; ?.*(?:\n|$))+/gm, (block) => {
    const inside = block.replace(/^&gt; ?/gm, '').trimEnd();
    return `<blockquote>${inside}</blockquote>`;
  });
}
