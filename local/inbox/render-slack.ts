/** A Slack message as Slack draws it: Block Kit, attachments, the edited mark. */
import { isObject, listAt, textAt, type JsonObject } from '../vendors/json.ts';
import { decodeEntities, type MrkdwnOptions } from '../vendors/slack/mrkdwn.ts';
import { withEmoji } from './emoji.ts';
import { concat, html, type Html } from './html.ts';
import { renderLink, renderMention } from './render-link.ts';
import { renderMrkdwn } from './render-mrkdwn.ts';

/** Everything a person sees of the message below its author line. */
export function renderSlackMessage(body: JsonObject): Html {
  const options = { linkNames: body['link_names'] === true || body['parse'] === 'full' };
  const blocks = listAt(body, 'blocks') ?? [];
  const text = textAt(body, 'text') ?? '';
  const own = blocks.length > 0 ? renderBlocks(blocks, options) : paragraph(renderMrkdwn(text, options));
  const attachments = (listAt(body, 'attachments') ?? []).map((item) => renderAttachment(item, options));
  const problems = (listAt(body, 'problems') ?? []).map((item) => html`<li>${String(item)}</li>`);
  return html`${own}${attachments}${problems.length > 0 && html`<ul class="problems">${problems}</ul>`}`;
}

function paragraph(inside: Html): Html {
  return html`<div class="s-text">${inside}</div>`;
}

function renderBlocks(blocks: readonly unknown[], options: MrkdwnOptions): Html {
  return concat(blocks.map((block) => (isObject(block) ? renderBlock(block, options) : html``)));
}

function renderBlock(block: JsonObject, options: MrkdwnOptions): Html {
  const elements = listAt(block, 'elements') ?? [];
  switch (block['type']) {
    case 'header':
      return html`<h3 class="s-header">${renderText(block['text'], options)}</h3>`;
    case 'section':
      return renderSection(block, options);
    case 'context':
      return html`<div class="s-context">${elements.map((item) => html`<span>${renderText(item, options)}</span>`)}</div>`;
    case 'actions':
      return html`<div class="s-actions">${elements.map(renderElement)}</div>`;
    case 'divider':
      return html`<hr class="s-divider">`;
    case 'markdown':
      return html`<div class="s-text">${textAt(block, 'text') ?? ''}</div>`;
    case 'rich_text':
      return html`<div class="s-text">${elements.map((item) => renderRich(item, 0))}</div>`;
    case 'image':
      return html`<div class="s-image">picture: ${textAt(block, 'alt_text') ?? ''}</div>`;
    default:
      return html`<div class="s-image">${String(block['type'])}</div>`;
  }
}

function renderSection(block: JsonObject, options: MrkdwnOptions): Html {
  const fields = listAt(block, 'fields') ?? [];
  return html`<div class="s-section"><div class="s-main">
${block['text'] !== undefined && html`<div class="s-text">${renderText(block['text'], options)}</div>`}
${fields.length > 0 && html`<div class="s-fields">${fields.map((field) => html`<div class="s-text">${renderText(field, options)}</div>`)}</div>`}
</div>${block['accessory'] !== undefined && html`<div class="s-accessory">${renderElement(block['accessory'])}</div>`}</div>`;
}

function renderText(value: unknown, options: MrkdwnOptions): Html {
  if (!isObject(value)) return html``;
  const text = textAt(value, 'text') ?? '';
  if (value['type'] === 'image') return html`<span class="s-image">${textAt(value, 'alt_text') ?? ''}</span>`;
  if (value['type'] === 'mrkdwn')
    return renderMrkdwn(text, { ...options, verbatim: value['verbatim'] === true });
  const plain = decodeEntities(text);
  return html`${value['emoji'] === false ? plain : withEmoji(plain)}`;
}

function renderElement(value: unknown): Html {
  if (!isObject(value)) return html``;
  if (value['type'] !== 'button') return html`<span class="s-button">${String(value['type'])}</span>`;
  const label = isObject(value['text']) ? withEmoji(decodeEntities(textAt(value['text'], 'text') ?? '')) : '';
  const style = value['style'] === 'primary' || value['style'] === 'danger' ? value['style'] : 'plain';
  const url = textAt(value, 'url');
  return html`<span class="s-button ${style}">${url === undefined ? label : renderLink(url, label, false)}</span>`;
}

function renderRich(value: unknown, depth: number): Html {
  if (!isObject(value) || depth > 20) return html``;
  const inside = (listAt(value, 'elements') ?? []).map((item) => renderRich(item, depth + 1));
  switch (value['type']) {
    case 'text':
      return html`${textAt(value, 'text') ?? ''}`;
    case 'link':
      return renderLink(
        textAt(value, 'url') ?? '',
        textAt(value, 'text') ?? textAt(value, 'url') ?? '',
        false,
      );
    case 'user':
    case 'usergroup':
    case 'broadcast': {
      const target =
        textAt(value, 'user_id') ?? textAt(value, 'usergroup_id') ?? textAt(value, 'range') ?? '';
      return renderMention(target, `@${target}`);
    }
    case 'rich_text_preformatted':
      return html`<pre class="code">${inside}</pre>`;
    case 'rich_text_quote':
      return html`<blockquote>${inside}</blockquote>`;
    default:
      return html`<div>${inside}</div>`;
  }
}

function renderAttachment(value: unknown, options: MrkdwnOptions): Html {
  if (!isObject(value)) return html``;
  const tone = toneOf(textAt(value, 'color') ?? '');
  const texts = ['pretext', 'title', 'text', 'footer'].flatMap((key) => {
    const text = textAt(value, key);
    return text === undefined ? [] : [paragraph(renderMrkdwn(text, options))];
  });
  const fields = (listAt(value, 'fields') ?? []).filter(isObject).map(
    (field) => html`<div class="s-text"><strong>${textAt(field, 'title') ?? ''}</strong>
${renderMrkdwn(textAt(field, 'value') ?? '', options)}</div>`,
  );
  return html`<div class="s-attachment ${tone}">${texts}${fields.length > 0 && html`<div class="s-fields">${fields}</div>`}${renderBlocks(listAt(value, 'blocks') ?? [], options)}</div>`;
}

/** A style attribute would break the page's policy: the bar takes the nearest of five tones. */
function toneOf(color: string): string {
  if (color === 'danger' || color === 'warning' || color === 'good') return color;
  const hex = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (!hex) return 'neutral';
  const [red = 0, green = 0, blue = 0] = hex.slice(1).map((part) => parseInt(part, 16));
  if (red > 150 && green < 110) return 'danger';
  if (red > 150 && green >= 110 && blue < 120) return 'warning';
  return green > red && green > blue ? 'good' : 'calm';
}
