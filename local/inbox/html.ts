/** The one way into the page: whatever is put into the template is escaped, unless it came out of it. */

/** A piece of page that is already safe. Only `html` makes one. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type HtmlValue = string | number | Html | readonly Html[] | undefined | false;

/** Fills a template; every value that is not `Html` is escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const filled = parts.map((part, index) => part + (index < values.length ? rendered(values[index]) : ''));
  return new Html(filled.join(''));
}

function rendered(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map((item) => item.toString()).join('');
  return escapeHtml(String(value));
}

/** Text for a text node or a quoted attribute. Characters that reorder or hide text are made visible. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, '\u25a1')
    .replace(/[\0-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd');
}

/** Puts pieces one after the other. */
export function concat(pieces: readonly Html[]): Html {
  return html`${pieces}`;
}
