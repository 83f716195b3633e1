/** One card of the inbox. */
import { isObject, listAt, objectAt, textAt, type JsonObject } from '../vendors/json.ts';
import type { KeptMessage } from '../vendors/kept-message.ts';
import { versionsOf, type Card } from './fold-messages.ts';
import { html, type Html } from './html.ts';
import { noticeKindOf, noticeWords } from './notice-kind.ts';
import { renderAdf } from './render-adf.ts';
import { renderSlackMessage } from './render-slack.ts';
import { renderTime } from './render-time.ts';
import { renderVersions } from './render-versions.ts';

/** A card as its vendor would show it; a refused one says so, a failed one is a single quiet line. */
export function renderCard(card: Card): Html {
  const { first } = card;
  const { outcome, answer } = first.verdict;
  const id = `m${String(first.seq)}`;
  const kind = noticeKindOf(first);
  if (outcome === 'told-to-fail') {
    return html`<article class="card failed" id="${id}"><span class="verdict">failed on purpose</span> ${answer} ${renderTime(first.at)}</article>`;
  }
  return html`<article class="card ${first.kind} ${outcome}" id="${id}">
${outcome === 'refused' && html`<div class="verdict-line"><span class="verdict">refused</span> ${answer}</div>`}
${outcome === 'answer-lost' && html`<div class="verdict-line"><span class="verdict">answer lost</span> it arrived, the sender was never told</div>`}
${kind !== undefined && html`<div class="notice-kind"><span class="lozenge ${kind}">${kind}</span> ${noticeWords[kind]}</div>`}
${outcome === 'refused' ? html`<div class="cut" tabindex="0">${renderKind(card)}</div>` : renderKind(card)}</article>`;
}

function renderKind(card: Card): Html {
  switch (card.kind) {
    case 'slack':
      return renderSlackCard(card);
    case 'mail':
      return renderMailCard(card.first);
    case 'ticket':
      return renderTicketCard(card);
    case 'ops-item':
      return renderOpsItemCard(card);
    case 'webhook':
      return renderWebhookCard(card.first);
  }
}

function renderSlackCard(card: Card): Html {
  const replies = card.later.filter((message) => message.action === 'reply');
  const drawn = replies.map((reply) => renderSlackPost(reply, card.later));
  return html`${card.first.action === 'reply' && html`<div class="aside">in a thread</div>`}${renderSlackPost(card.first, card.later)}
${drawn.length > 0 && html`<div class="thread"><div class="aside">${drawn.length === 1 ? '1 reply' : `${String(drawn.length)} replies`}</div>${drawn}</div>`}`;
}

function renderSlackPost(message: KeptMessage, later: readonly KeptMessage[]): Html {
  const versions = versionsOf(message, later);
  const shown = versions.at(-1) ?? message;
  const name = textAt(shown.body, 'username') ?? 'Rolecall';
  return html`<div class="post"><div class="avatar" aria-hidden="true">${name.slice(0, 1)}</div><div class="post-body">
<div class="byline"><strong>${name}</strong> <span class="app">APP</span> ${renderTime(message.at)}</div>
${renderSlackMessage(shown.body)}${renderVersions(versions, ({ body }) => renderSlackMessage(body))}</div></div>`;
}

function renderMailCard(message: KeptMessage): Html {
  const row = (name: string, key: string): Html =>
    html`<dt>${name}</dt><dd>${textAt(message.body, key) ?? ''}</dd>`;
  const attributes = Object.entries(objectAt(message.body, 'messageAttributes'));
  return html`<h3 class="subject">${textAt(message.body, 'subject') ?? ''}</h3>
<dl class="envelope">${row('From', 'from')}${row('To', 'to')}<dt>Date</dt><dd>${renderTime(message.at)}</dd></dl>
<div class="letter">${textAt(message.body, 'text') ?? ''}</div>
${attributes.length > 0 && html`<details id="d${String(message.seq)}"><summary>Message attributes</summary>${definitions(attributes)}</details>`}`;
}

function renderTicketCard(card: Card): Html {
  const edits = card.later.filter((message) => message.action === 'update');
  const fields = edits.reduce<JsonObject>(
    (now, edit) => ({ ...now, ...objectAt(edit.body, 'fields') }),
    objectAt(card.first.body, 'fields'),
  );
  const status = card.later.filter((message) => message.action === 'transition').at(-1);
  const labels = (listAt(fields, 'labels') ?? []).map(
    (label) => html`<span class="label">${String(label)}</span>`,
  );
  const events = card.later.filter(
    (message) => message.action !== 'update' && message.action !== 'transition',
  );
  return html`<div class="byline"><span class="key">${textAt(card.first.body, 'key') ?? 'no ticket'}</span>
<span>${textAt(objectAt(fields, 'issuetype'), 'name') ?? ''}</span>
${textAt(objectAt(fields, 'priority'), 'name') !== undefined && html`<span>${textAt(objectAt(fields, 'priority'), 'name')} priority</span>`}
<span class="lozenge">${status ? (textAt(status.body, 'status') ?? '') : 'To Do'}</span> ${renderTime(card.first.at)}</div>
<h3 class="subject">${textAt(fields, 'summary') ?? ''}</h3>
<div class="adf">${renderAdf(fields['description'])}</div>
${renderVersions([card.first, ...edits], ({ body }) => renderTicketFields(objectAt(body, 'fields')))}
${labels.length > 0 && html`<div class="labels">${labels}</div>`}${events.map(renderTicketEvent)}`;
}

/** An edit carries only the fields it changes. */
function renderTicketFields(fields: JsonObject): Html {
  return html`<p>${textAt(fields, 'summary') ?? ''}</p><div class="adf">${renderAdf(fields['description'])}</div>`;
}

function renderTicketEvent(message: KeptMessage): Html {
  const what = message.action === 'link' ? html`${message.summary}` : renderAdf(message.body['comment']);
  return html`<div class="comment"><div class="byline"><strong>Rolecall</strong> ${message.action === 'link' ? 'linked' : 'commented'} ${renderTime(message.at)}</div><div class="adf">${what}</div></div>`;
}

function renderOpsItemCard(card: Card): Html {
  const members = card.later.reduce<JsonObject>(
    (now, message) => {
      const change = objectAt(message.body, 'members');
      const data = { ...objectAt(now, 'OperationalData'), ...objectAt(change, 'OperationalData') };
      return { ...now, ...change, OperationalData: data };
    },
    objectAt(card.first.body, 'members'),
  );
  const data = Object.entries(objectAt(members, 'OperationalData')).map(
    ([key, entry]): readonly [string, unknown] => [key, isObject(entry) ? entry['Value'] : ''],
  );
  const severity = textAt(members, 'Severity');
  return html`<div class="byline"><span class="key">${textAt(card.first.body, 'OpsItemId') ?? 'no OpsItem'}</span>
<span>${textAt(members, 'Source') ?? ''}</span>${severity !== undefined && html`<span>severity ${severity}</span>`}
<span class="lozenge">${textAt(members, 'Status') ?? 'Open'}</span> ${renderTime(card.first.at)}</div>
<h3 class="subject">${textAt(members, 'Title') ?? ''}</h3><div class="letter">${textAt(members, 'Description') ?? ''}</div>
${data.length > 0 && html`<details id="d${String(card.first.seq)}"><summary>Operational data</summary>${definitions(data)}</details>`}
${card.later.map(renderOpsItemAddition)}`;
}

/** What was written into the item later: folded away with the rest of the data it would not be seen. */
function renderOpsItemAddition({ at, body }: KeptMessage): Html {
  const added = Object.entries(objectAt(objectAt(body, 'members'), 'OperationalData'));
  if (added.length === 0) return html``;
  return html`<div class="comment"><div class="byline"><strong>Rolecall</strong> added ${renderTime(at)}</div>${added.map(
    ([key, entry]) =>
      html`<p class="aside">${key}</p><div class="letter">${isObject(entry) ? String(entry['Value']) : ''}</div>`,
  )}</div>`;
}

function renderWebhookCard(message: KeptMessage): Html {
  const { body } = message;
  const payload =
    body['json'] === undefined ? (textAt(body, 'text') ?? '') : JSON.stringify(body['json'], undefined, 2);
  const signature = textAt(body, 'signature') ?? '';
  return html`<div class="byline"><span class="key">${textAt(body, 'method') ?? ''}</span> <span>${textAt(body, 'host') ?? ''}</span>
<span class="lozenge">signature: ${signature}</span> ${renderTime(message.at)}</div>
<details id="h${String(message.seq)}"><summary>Headers</summary>${definitions(Object.entries(objectAt(body, 'headers')))}</details>
<pre class="code json" tabindex="0">${payload}</pre>`;
}

function definitions(entries: readonly (readonly [string, unknown])[]): Html {
  return html`<dl class="envelope">${entries.map(([name, value]) => html`<dt>${name}</dt><dd>${String(value)}</dd>`)}</dl>`;
}
