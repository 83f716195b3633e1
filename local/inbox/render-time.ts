/** A moment: the clock in UTC, the whole of it on hover. */
import { html, type Html } from './html.ts';

/** The page's script rewrites it in the reader's own zone. */
export function renderTime(iso: string): Html {
  return html`<time datetime="${iso}" title="${iso}">${iso.slice(11, 16)} UTC</time>`;
}
