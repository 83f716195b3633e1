/** An Atlassian document as Jira shows it. */
import { isObject, listAt, objectAt, textAt, type JsonObject } from '../vendors/json.ts';
import { concat, html, type Html } from './html.ts';
import { renderLink, renderMention } from './render-link.ts';

/** The document, or the raw words of something that is none. */
export function renderAdf(node: unknown, depth = 0): Html {
  if (!isObject(node) || depth > 50) return html``;
  const inside = concat((listAt(node, 'content') ?? []).map((child) => renderAdf(child, depth + 1)));
  const attrs = objectAt(node, 'attrs');
  switch (node['type']) {
    case 'text':
      return renderMarked(node);
    case 'hardBreak':
      return html`<br>`;
    case 'paragraph':
      return html`<p>${inside}</p>`;
    case 'heading':
      return html`<h4>${inside}</h4>`;
    case 'bulletList':
      return html`<ul>${inside}</ul>`;
    case 'orderedList':
      return html`<ol>${inside}</ol>`;
    case 'listItem':
    case 'taskItem':
    case 'decisionItem':
      return html`<li>${inside}</li>`;
    case 'codeBlock':
      return html`<pre class="code">${inside}</pre>`;
    case 'blockquote':
      return html`<blockquote>${inside}</blockquote>`;
    case 'panel':
      return html`<div class="panel ${panelTone(textAt(attrs, 'panelType'))}">${inside}</div>`;
    case 'rule':
      return html`<hr>`;
    default:
      return renderRare(node, attrs, inside);
  }
}

function renderRare(node: JsonObject, attrs: JsonObject, inside: Html): Html {
  switch (node['type']) {
    case 'table':
      return html`<div class="wide"><table>${inside}</table></div>`;
    case 'tableRow':
      return html`<tr>${inside}</tr>`;
    case 'tableHeader':
      return html`<th>${inside}</th>`;
    case 'tableCell':
      return html`<td>${inside}</td>`;
    case 'mention':
      return renderMention(textAt(attrs, 'id') ?? '', textAt(attrs, 'text') ?? '@somebody');
    case 'inlineCard':
    case 'blockCard':
      return renderLink(textAt(attrs, 'url') ?? '', textAt(attrs, 'url') ?? '', false);
    case 'status':
    case 'emoji':
      return html`<span class="lozenge">${textAt(attrs, 'text') ?? textAt(attrs, 'shortName') ?? ''}</span>`;
    default:
      return inside;
  }
}

function renderMarked(node: JsonObject): Html {
  const text = textAt(node, 'text') ?? '';
  return (listAt(node, 'marks') ?? []).filter(isObject).reduce<Html>((inside, mark) => {
    switch (mark['type']) {
      case 'strong':
        return html`<strong>${inside}</strong>`;
      case 'em':
        return html`<em>${inside}</em>`;
      case 'code':
        return html`<code>${inside}</code>`;
      case 'strike':
        return html`<s>${inside}</s>`;
      case 'link':
        return renderLink(textAt(objectAt(mark, 'attrs'), 'href') ?? '', text, false);
      default:
        return inside;
    }
  }, html`${text}`);
}

function panelTone(type: string | undefined): string {
  return ['info', 'note', 'warning', 'success', 'error'].find((tone) => tone === type) ?? 'info';
}
