/** What a message said before it was edited, folded away below what it says now. */
import type { KeptMessage } from '../vendors/kept-message.ts';
import { html, type Html } from './html.ts';
import { renderTime } from './render-time.ts';

/** `versions`: as it was sent, then after each edit. Nothing for a message that nobody edited. */
export function renderVersions(versions: readonly KeptMessage[], draw: (version: KeptMessage) => Html): Html {
  const [sent, last] = [versions.at(0), versions.at(-1)];
  if (sent === undefined || last === undefined || versions.length === 1) return html``;
  const edits = versions.length - 1;
  const times = edits === 1 ? 'once, at' : `${String(edits)} times, last at`;
  return html`<details class="earlier" id="e${String(sent.seq)}">
<summary><span class="edited">(edited)</span> ${times} ${renderTime(last.at)}: what it said before</summary>
${versions.slice(0, -1).map((version, index) => renderVersion(version, index, draw))}</details>`;
}

function renderVersion(version: KeptMessage, index: number, draw: (version: KeptMessage) => Html): Html {
  const when = index === 0 ? 'as it was sent' : 'after an edit';
  return html`<div class="version"><div class="aside">${when}, ${renderTime(version.at)}</div>${draw(version)}</div>`;
}
