/** The effects a channel is given, with a clock that stands still and secrets out of a table. */
import type { ChannelEffects, OpsItem, TopicMessage } from '../../lib/delivery/channel.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import type { HttpReached, SendHttp } from '../../lib/kernel/http.ts';
import { fail, ok } from '../../lib/kernel/result.ts';
import { Secret } from '../../lib/kernel/secret.ts';

export const NOW = '2026-11-22T10:00:00.000Z';

export interface TestEffects extends ChannelEffects {
  readonly published: TopicMessage[];
  readonly opsItems: OpsItem[];
  /** References that were read past the cache. */
  readonly readFresh: string[];
  readonly added: { readonly id: string; readonly data: OpsItem['data'] }[];
}

export interface TestWorld {
  readonly http?: SendHttp;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly now?: string;
  readonly topics?: Readonly<Record<string, string>>;
  readonly reached?: HttpReached;
  readonly topic?: Outcome;
}

const noHttp: SendHttp = () => Promise.reject(new Error('this test sends nothing over HTTP'));

export const makeEffects = (world: TestWorld = {}): TestEffects => {
  const published: TopicMessage[] = [];
  const opsItems: OpsItem[] = [];
  const readFresh: string[] = [];
  const added: { readonly id: string; readonly data: OpsItem['data'] }[] = [];
  const sent = (reference: string): Promise<Outcome> => Promise.resolve({ kind: 'sent', reference });
  return {
    published,
    opsItems,
    added,
    readFresh,
    http: world.http ?? noHttp,
    readSecret: (reference, { fresh = false } = {}) => {
      if (fresh) readFresh.push(reference);
      const value = world.secrets?.[reference];
      return Promise.resolve(value === undefined ? fail('secret-missing') : ok(new Secret(value)));
    },
    clock: {
      now: () => new Date(world.now ?? NOW),
      newId: () => 'id',
      random: () => 0.5,
      sleep: () => Promise.resolve(),
    },
    reach: () => Promise.resolve(world.reached ?? { kind: 'reached' }),
    findTopic: () => Promise.resolve(world.topic ?? { kind: 'sent' }),
    publishToTopic: (message) => {
      published.push(message);
      return sent('message-1');
    },
    createOpsItem: (item) => {
      opsItems.push(item);
      return sent('oi-1');
    },
    addToOpsItem: (id, data) => {
      added.push({ id, data });
      return sent(id);
    },
    topicArnOf: (id) => world.topics?.[id],
  };
};
