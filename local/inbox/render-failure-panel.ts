/** The "make it fail" panel: orders in force, and buttons for the failures people try first. */
import { describeFailure, type FailureOrder } from '../vendors/failure.ts';
import { vendorNames } from '../vendors/kept-message.ts';
import { html, type Html } from './html.ts';

/** What the panel can order, as the person reads it and as the control door takes it. */
const choices: readonly (readonly [string, string])[] = [
  ['Rate limited (429, wait 2 s)', '{"status":429,"retryAfter":"2"}'],
  ['Server error (500)', '{"status":500}'],
  ['Unavailable (503)', '{"status":503}'],
  ['Refused for good (403)', '{"status":403}'],
  ['Gone (410)', '{"status":410}'],
  ['Connection reset', '{"mode":"reset","when":"before"}'],
  ['Accepted, answer lost', '{"mode":"answer-lost"}'],
  ['No answer at all', '{"mode":"hang"}'],
  ['One byte a second', '{"mode":"drip"}'],
  ['A web page instead', '{"mode":"html"}'],
  ['200, but says no', '{"mode":"ok-false"}'],
];

const rhythms: readonly (readonly [string, string])[] = [
  ['once', '1'],
  ['3 times', '3'],
  ['20 times', '20'],
  ['each 5th request', 'every-5'],
  ['every request', 'every-1'],
];

/** The panel. Its form does nothing without the script: an order must be JSON, which no foreign form can send. */
export function renderFailurePanel(state: {
  readonly orders: readonly FailureOrder[];
  readonly suspended: readonly string[];
}): Html {
  return html`<section class="panel-box" id="failures"><h2>Make it fail</h2>
<p>See what Rolecall does when a vendor is down.</p>
<form id="failure-form">
${select(
  'vendor',
  'Who',
  vendorNames.map((name): readonly [string, string] => [name, name]),
)}
${select('failure', 'How', choices)}
${select('rhythm', 'How often', rhythms)}
<button type="submit">Make it fail</button></form>
<div id="orders-state">${renderOrders(state.orders)}
${state.suspended.map((to) => html`<p class="suspended">${to} got more than 10 mails in a second: SNS suspended it. <button type="button" data-confirm="${to}">Confirm again</button></p>`)}</div>
</section>`;
}

function renderOrders(orders: readonly FailureOrder[]): Html {
  if (orders.length === 0) return html`<p class="all-well">Everything works.</p>`;
  return html`<ul class="orders">${orders.map((order) => html`<li><strong>${order.vendor}</strong> ${describeOrder(order)}</li>`)}</ul>
<button type="button" id="heal">Let everything work again</button>`;
}

function describeOrder(order: FailureOrder): string {
  const ways = [...new Set(order.plan.map(describeFailure))].join('; ');
  if (order.every === 1) return `every request: ${ways}`;
  return order.every === undefined
    ? `next ${String(order.plan.length)}: ${ways}`
    : `each ${String(order.every)}th request: ${ways}`;
}

function select(name: string, label: string, options: readonly (readonly [string, string])[]): Html {
  return html`<label>${label}<select name="${name}">${options.map(
    ([word, value]) => html`<option value="${value}">${word}</option>`,
  )}</select></label>`;
}
