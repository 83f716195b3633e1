/** The inbox page: tabs by kind, destinations, and the panel that makes vendors fail. */
import type { FailureOrder } from '../vendors/failure.ts';
import { messageKinds, type KeptMessage, type MessageKind } from '../vendors/kept-message.ts';
import {
  countByKind,
  foldMessages,
  groupByDestination,
  type Card,
  type DestinationGroup,
} from './fold-messages.ts';
import { html, type Html } from './html.ts';
import { renderCard } from './render-card.ts';
import { renderFailurePanel } from './render-failure-panel.ts';

export interface PageState {
  readonly messages: readonly KeptMessage[];
  readonly orders: readonly FailureOrder[];
  readonly suspended: readonly string[];
  readonly kind: MessageKind | undefined;
}

/** Destinations show this many cards; older ones are counted. */
const cardsShown = 30;

const kindWords: Readonly<Record<MessageKind, string>> = {
  slack: 'Slack',
  mail: 'Mail',
  ticket: 'Tickets',
  'ops-item': 'OpsItems',
  webhook: 'Webhooks',
};

/** The whole document. */
export function renderPage(state: PageState): string {
  const cards = foldMessages(state.messages);
  const shown = state.kind === undefined ? cards : cards.filter((card) => card.kind === state.kind);
  const groups = groupByDestination(shown);
  const last = state.messages.at(-1)?.seq ?? 0;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Rolecall inbox</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/inbox.css"><script src="/inbox.js" defer></script></head>
<body><header><div class="inner"><h1>Inbox</h1>
<p>What your owners and clients would see. Nothing here left this machine.</p></div></header>
<div class="inner page"><main id="feed" data-last="${last}">
${renderTabs(cards, state.kind)}
${groups.length === 0 ? emptyState : groups.map(renderGroup)}
</main><aside>${renderFailurePanel(state)}</aside></div></body></html>`.toString();
}

const emptyState = html`<section class="empty"><h2>Nothing has arrived yet</h2>
<p>As soon as somebody enters a designated role, the messages to its owners appear here, each the way its reader gets it.</p></section>`;

function renderTabs(cards: readonly Card[], chosen: MessageKind | undefined): Html {
  const counts = countByKind(cards);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const tab = (href: string, word: string, count: number, current: boolean): Html =>
    html`<a href="${href}"${current && html` aria-current="page"`}>${word} <span class="count">${count}</span></a>`;
  return html`<nav aria-label="Kinds of message">${tab('/', 'All', total, chosen === undefined)}${messageKinds.map(
    (kind) => tab(`/?kind=${kind}`, kindWords[kind], counts.get(kind) ?? 0, chosen === kind),
  )}</nav>`;
}

function renderGroup(group: DestinationGroup): Html {
  const older = group.cards.length - cardsShown;
  return html`<section class="destination"><h2><span class="kind ${group.kind}">${kindWords[group.kind]}</span> ${group.destination}</h2>
${group.cards.slice(0, cardsShown).map(renderCard)}
${older > 0 && html`<p class="older">${older} older not shown</p>`}</section>`;
}
