/** The page's script, served as a file of its own: the page's policy forbids inline scripts. */
export const pageScript = `'use strict';
(() => {
  const zone = () => {
    for (const time of document.querySelectorAll('time')) {
      const at = new Date(time.dateTime);
      if (!Number.isNaN(at.getTime())) time.textContent = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    }
  };
  const refresh = async () => {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const open = [...document.querySelectorAll('details[open]')].map((item) => item.id);
    const feed = fresh.getElementById('feed');
    if (!feed) return;
    document.getElementById('feed').replaceWith(document.adoptNode(feed));
    for (const id of open) document.getElementById(id)?.setAttribute('open', '');
    const orders = fresh.getElementById('orders-state');
    if (orders) document.getElementById('orders-state').replaceWith(document.adoptNode(orders));
    zone();
  };
  const send = async (method, path, value) => {
    await fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(value === undefined ? {} : { body: JSON.stringify(value) }),
    });
    await refresh();
  };
  const poll = async () => {
    if (document.hidden) return;
    try {
      const last = document.getElementById('feed').dataset.last;
      const answer = await fetch('/messages?after=' + last);
      if ((await answer.json()).length > 0) await refresh();
    } catch {
      // The run was stopped; the page waits for the next one.
    }
  };
  document.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const failure = JSON.parse(form.get('failure'));
    const every = /^every-(\\d+)$/.exec(form.get('rhythm'));
    const count = every ? 1 : Number(form.get('rhythm'));
    const order = { vendor: form.get('vendor'), plan: Array.from({ length: count }, () => failure) };
    void send('POST', '/control/failures', every ? { ...order, every: Number(every[1]) } : order);
  });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button?.id === 'heal') void send('DELETE', '/control/failures');
    if (button?.dataset.confirm) void send('POST', '/control/confirm-mail', { to: button.dataset.confirm });
  });
  zone();
  setInterval(poll, 1500);
})();
`;
