/** Parameters that hold the secrets of the destinations: with another one, or with none, nobody is told any more. */
import { textAt } from '../../kernel/json.ts';
import { isRefused, isSet, readAct } from './act.ts';
import { called, parametersOf, was } from './attempt.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { seek, textsIn } from './seek.ts';

/** With or without the beginning of its ARN, and the `/` that a name may lack. */
const nameOf = (text: string): string => `/${text.replace(/^arn:[^/]*:parameter/, '').replace(/^\/+/, '')}`;

const DID: Readonly<Record<string, string>> = {
  PutParameter: 'overwritten',
  DeleteParameter: 'deleted',
  DeleteParameters: 'deleted',
};

/** No deploy of ours writes them: somebody puts them there, once. */
const read: DoorDecoder['read'] = (record, context) => {
  const named = textsIn(seek(parametersOf(record), 'name', 'names')).map(nameOf);
  const refusal = isRefused(record) ? (textAt(record, 'errorMessage') ?? '') : '';
  const ours = (context.ownParameters ?? [])
    .map(nameOf)
    .filter((name) => named.includes(name) || refusal.split(/\s/).some((word) => nameOf(word) === name));
  const name = ours.join(', ');
  if (name === '') return undefined;
  const eventName = textAt(record, 'eventName') ?? '';
  const isNew =
    eventName === 'PutParameter' && !isSet(readAct(record, context), 'overwrite') && refusal === '';
  const what = called('parameter', name);
  return {
    kind: 'rolecall',
    subject: { type: 'parameter', name },
    explanation: isNew
      ? `${what}, which a destination needs, ${was(record)} made`
      : `${what}, which a destination needs, ${was(record)} ${DID[eventName] ?? 'changed'}`,
    opens: [],
    ...(isNew
      ? { weight: 'recorded', because: 'it was not there before' }
      : { weight: 'urgent', because: 'without the right secret nobody is told' }),
  };
};

export const OWN_PARAMETER_DOORS: readonly DoorDecoder[] = [
  {
    eventSource: 'ssm.amazonaws.com',
    eventNames: Object.keys(DID),
    read,
  },
];
