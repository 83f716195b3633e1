/**
 * A link as it would look. Only links to this machine can be clicked; any other shows where it leads, because what
 * stands in a message may have been written by an attacker.
 */
import { html, type Html } from './html.ts';

/** The piece of page for a link that came alive in a message. */
export function renderLink(url: string, label: string, auto: boolean): Html {
  const kind = auto ? 'auto-link' : 'link';
  const parsed = parseUrl(url);
  if (parsed && isLocal(parsed)) {
    return html`<a class="live" data-live="${kind}" href="${parsed.href}" target="_blank" rel="noreferrer noopener">${label}</a>`;
  }
  const host = parsed ? parsed.host || parsed.protocol : url;
  const where = label === url ? html`` : html`<span class="leads-to">→ ${host}</span>`;
  return html`<span class="live" data-live="${kind}" title="${url}">${label}</span>${where}`;
}

/** Somebody would be rung: marked so that nobody overlooks it. */
export function renderMention(target: string, label: string): Html {
  return html`<span class="live mention" data-live="mention" title="live mention: ${target}">${label}</span>`;
}

function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

function isLocal(url: URL): boolean {
  const local = url.hostname === '127.0.0.1' || url.hostname === 'localhost';
  return local && (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '';
}
