import { openDestination } from '../../lib/channels/index.ts';
import type { Notification } from '../../lib/notification/notification.ts';
import { makeEffects, type TestEffects } from './effects.ts';
import { jiraCase, slackAppCase, slackWebhookCase, webhookCase } from './http-cases.ts';
import { doubtful, FIRST, HOSTILE_TEXTS, hostileNotification } from './notifications.ts';

interface Sink {
  readonly channel: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Sends through the whole channel and answers what left it, as text and decoded. */
const capture = async (sink: Sink, notification: Notification, repeated = false) => {
  const bodies: string[] = [];
  const effects: TestEffects = makeEffects({
    secrets: sink.secrets ?? {},
    topics: { d: 'arn:aws:sns:eu-central-1:111122223333:d' },
    http: (request) => {
      bodies.push(request.body ?? '');
      return Promise.resolve({ kind: 'answered', status: 200, headers: {}, body: 'ok' });
    },
  });
  const opened = openDestination({ id: 'd', ...sink }, effects);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const outcome = await opened.value.send(notification, repeated ? doubtful(600) : FIRST);
  return { outcome, body: bodies.at(-1) ?? '', effects };
};

const stringsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
};

interface Block {
  readonly type: string;
  readonly text?: { readonly type: string; readonly text: string };
  readonly fields?: readonly { readonly type: string; readonly text: string }[];
  readonly elements?: readonly { readonly type: string; readonly text: string }[];
}
interface Message {
  readonly text: string;
  readonly blocks: readonly Block[];
}

const STEERING = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

const texts = Object.entries(HOSTILE_TEXTS);

describe.each([slackWebhookCase, slackAppCase])('$channel and words of an attacker', (sink) => {
  it.each(
    texts.flatMap(([what, text]) => [[what, 'access', text] as const, [what, 'digest', text] as const]),
  )('shows %s as nothing but words, within the limits (%s)', async (_, kind, text) => {
    const { body } = await capture(sink, { ...hostileNotification(text), kind });
    const message = JSON.parse(body) as Message;
    expect(JSON.stringify({ text: message.text, blocks: message.blocks }).length).toBeLessThan(12_000);
    expect(message.blocks.length).toBeLessThanOrEqual(50);
    const places = message.blocks.flatMap((block) => [
      ...(block.text ? [{ ...block.text, limit: block.type === 'header' ? 150 : 3000 }] : []),
      ...(block.fields ?? []).map((field) => ({ ...field, limit: 2000 })),
      ...(block.elements ?? []).map((element) => ({ ...element, limit: 2000 })),
    ]);
    for (const block of message.blocks) {
      expect((block.fields ?? []).length).toBeLessThanOrEqual(10);
      expect((block.elements ?? []).length).toBeLessThanOrEqual(10);
    }
    for (const place of [...places, { type: 'fallback', text: message.text, limit: 3000 }]) {
      expect(place.text.length).toBeGreaterThan(0);
      expect(place.text.length).toBeLessThanOrEqual(place.limit);
      expect(place.text).not.toMatch(STEERING);
      expect(place.text).not.toMatch(LONE_SURROGATE);
      // Only our own link may stand between angle brackets; nothing else is clickable or rings anybody.
      const rest = place.text.replace(/^<https:\/\/history\.example\.com\/\?access=1\|[^<>]*>$/, '');
      if (rest !== place.text) expect(place.type).toBe('mrkdwn');
      expect(rest).not.toMatch(/[<>]|\w:\/\/|&(?!(?:amp|lt|gt);)/);
      if (place.type === 'mrkdwn') expect(rest).toBe('');
    }
    expect(stringsIn(message).join()).not.toContain('javascript:');
  });
});

describe('sns and words of an attacker', () => {
  const sink = { channel: 'sns', settings: { email: ['a@example.com'] } };

  it.each(texts)('makes a mail of %s that SNS takes', async (_, text) => {
    const { effects } = await capture(sink, hostileNotification(text));
    const [mail] = effects.published;
    expect(mail?.subject).toMatch(/^[\x21-\x7e](?:[\x20-\x7e]{0,97}[\x21-\x7e])?$/);
    expect(Buffer.byteLength(mail?.message ?? '')).toBeLessThan(250_000);
    expect(mail?.message.replaceAll('\n', '')).not.toMatch(STEERING);
    expect(mail?.message).not.toMatch(LONE_SURROGATE);
    expect(mail?.message.match(/^Bcc:/m)).toBeNull();
    expect(mail?.message.match(/[a-z]+:\/\/\S+/g)).toEqual(['https://history.example.com/?access=1']);
    const attributes = Object.entries(mail?.attributes ?? {});
    expect(attributes.length).toBeLessThanOrEqual(10);
    for (const [name, value] of attributes) {
      expect(name).toMatch(/^[A-Za-z0-9_.-]{1,256}$/);
      expect(value).toMatch(/^[^\p{Cs}\p{Cc}\u{10000}-\u{10FFFF}]+$/u);
    }
  });
});

describe('ops-center and words of an attacker', () => {
  it.each(texts)('makes an item of %s within the limits', async (_, text) => {
    const { effects } = await capture({ channel: 'ops-center', settings: {} }, hostileNotification(text));
    const [item] = effects.opsItems;
    expect(item?.title.length).toBeGreaterThan(0);
    expect(item?.title.length).toBeLessThanOrEqual(1024);
    expect(item?.description.length).toBeGreaterThan(0);
    expect(item?.description.length).toBeLessThanOrEqual(2048);
    for (const [key, value] of Object.entries(item?.data ?? {})) {
      expect(key.length).toBeLessThanOrEqual(128);
      expect(key).not.toMatch(/^\/?(?:aws|amazon|amzn|ssm)/i);
      expect(value.length).toBeGreaterThan(0);
      expect(Buffer.byteLength(value)).toBeLessThanOrEqual(20_480);
    }
    const all = stringsIn(item).join('').replaceAll('\n', '');
    expect(all).not.toMatch(STEERING);
    expect(all).not.toMatch(LONE_SURROGATE);
  });
});

describe('jira and words of an attacker', () => {
  it.each(texts)('makes an issue of %s whose words are text nodes', async (_, text) => {
    const { body } = await capture(jiraCase, hostileNotification(text));
    const { fields } = JSON.parse(body) as { fields: { summary: string; description: unknown } };
    expect(fields.summary).toMatch(/^[^\r\n]{1,255}$/);
    expect(fields.summary.length).toBeLessThanOrEqual(255);
    expect(JSON.stringify(fields.description).length).toBeLessThan(32_767);
    const nodes = nodesIn(fields.description);
    expect(new Set(nodes.map(({ type }) => type))).toEqual(
      new Set(['doc', 'paragraph', 'text', 'table', 'tableRow', 'tableHeader', 'tableCell', 'em', 'link']),
    );
    for (const node of nodes.filter(({ type }) => type === 'text')) {
      expect(node.text).toMatch(/^(?!$)[^\p{Cc}\p{Cs}\u2028\u2029\u202E]+$/u);
    }
    expect(nodes.flatMap(({ attrs }) => (attrs?.href === undefined ? [] : [attrs.href]))).toEqual([
      'https://history.example.com/?access=1',
    ]);
  });
});

interface AdfNode {
  readonly type: string;
  readonly text?: string;
  readonly attrs?: { readonly href?: string };
}

const nodesIn = (value: unknown): AdfNode[] => {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value ? [value as AdfNode] : [];
  return [...own, ...Object.values(value).flatMap(nodesIn)];
};

describe('webhook and words of an attacker', () => {
  it.each(texts)('carries %s as JSON in printable ASCII', async (_, text) => {
    const { body } = await capture(webhookCase, hostileNotification(text));
    expect(body).toMatch(/^[\x20-\x7e]+$/);
    const event = JSON.parse(body) as { data: Notification };
    expect(stringsIn(event).join('')).not.toMatch(LONE_SURROGATE);
    const whole = text.replace(/\p{Surrogate}/gu, '\uFFFD');
    expect(event.data.title).toBe(whole);
    expect(body.length).toBeLessThan(256 * 1024);
  });
});
