/**
 * Who of the e-mail subscribers has confirmed. Everybody has, unless told otherwise: by the fault suite, or by the mail
 * room, which suspends an address that gets too much.
 * https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.confirm.html
 */
import { xmlText } from './xml-text.ts';

export interface MailSubscription {
  readonly topicArn: string;
  readonly endpoint: string;
}

export interface MailSubscriptions {
  /** As if the person had never clicked the link (true), or clicked it now. */
  setPending(topicArn: string, endpoint: string, pending: boolean): void;
  /** As if the person had clicked "unsubscribe": it is not listed any more. */
  remove(topicArn: string, endpoint: string): void;
  /** Addresses to which a published message goes; the mail room refuses those that it has suspended. */
  readersOf(topicArn: string): readonly string[];
  /** The answer of ListSubscriptionsByTopic, with what is true of it. */
  present(topicArn: string, xml: string): string;
}

export interface MailSubscriptionParts {
  /** The e-mail subscriptions of the template. */
  readonly declared: () => readonly MailSubscription[];
  /** Addresses that SNS has put back to "pending confirmation". */
  readonly suspended: () => readonly string[];
}

type State = 'confirmed' | 'pending' | 'removed';

export function mailSubscriptions({ declared, suspended }: MailSubscriptionParts): MailSubscriptions {
  const told = new Map<string, State>();
  const nameOf = (topicArn: string, endpoint: string): string => `${topicArn} ${endpoint}`;
  const stateOf = ({ topicArn, endpoint }: MailSubscription): State =>
    told.get(nameOf(topicArn, endpoint)) ?? 'confirmed';
  const listedAs = (each: MailSubscription): State =>
    stateOf(each) === 'confirmed' && suspended().includes(each.endpoint) ? 'pending' : stateOf(each);
  const of = (topicArn: string): readonly MailSubscription[] =>
    declared().filter((each) => each.topicArn === topicArn);
  return {
    setPending: (topicArn, endpoint, pending) => {
      told.set(nameOf(topicArn, endpoint), pending ? 'pending' : 'confirmed');
    },
    remove: (topicArn, endpoint) => {
      told.set(nameOf(topicArn, endpoint), 'removed');
    },
    readersOf: (topicArn) =>
      of(topicArn)
        .filter((each) => stateOf(each) === 'confirmed')
        .map(({ endpoint }) => endpoint),
    present: (topicArn, xml) =>
      of(topicArn).reduce((text, each) => presentOne(text, each.endpoint, listedAs(each)), xml),
  };
}

/** AWS writes a word where the ARN would be. https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
const presentOne = (xml: string, endpoint: string, state: State): string => {
  if (state === 'confirmed') return xml;
  return xml.replace(/<member>[\s\S]*?<\/member>/g, (member) => {
    if (!member.includes(`<Endpoint>${xmlText(endpoint)}</Endpoint>`)) return member;
    if (state === 'removed') return '';
    return member.replace(/<SubscriptionArn>[^<]*</, '<SubscriptionArn>PendingConfirmation<');
  });
};
