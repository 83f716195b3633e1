/**
 * Rolecall's own resources. Whatever anybody does to them rings, tried or done; what CloudFormation does is a deploy, and
 * rings only where no deploy of ours would do it.
 */
import { type JsonObject, textAt } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';
import type { DoorFinding } from '../door.ts';
import { isRefused } from './act.ts';
import { byCloudFormation, called, nameOf, parametersOf, shownName, thus, was } from './attempt.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { type Grant, grantOf, NOTHING } from './grant.ts';
import { openedDoor } from './opened-door.ts';
import { OWN_RESOURCES, type OwnResource } from './own-resources.ts';
import { shutsOut } from './own-policies.ts';
import { type Ownership, ownershipOf } from './own-stack.ts';
import { attributeIn, seek, textsIn } from './seek.ts';

/** A list of alarms is ours when one of them is. */
const owner = (record: JsonObject, context: DoorContext, own: OwnResource): Ownership => {
  const given = textsIn(seek(parametersOf(record), ...own.name));
  const answered = textsIn(seek(record['responseElements'], ...(own.answered ?? [])));
  const named = [...given, ...answered];
  const names = named.length > 0 ? named : [nameOf(record, ...own.name)];
  const owners = names.map((name) => ownershipOf(name, context, own.lowerCase === true));
  return owners.includes('ours') ? 'ours' : (owners[0] ?? 'unclear');
};

/** What a policy in the parameters lets in; attributes other than the policy hold none. */
const grantIn = (record: JsonObject, context: DoorContext, own: OwnResource): Grant => {
  if (own.grant !== undefined) return own.grant(record, context);
  const document = policyIn(record, own);
  return document === undefined ? NOTHING : grantOf(document, context);
};

const policyIn = (record: JsonObject, { policy }: OwnResource): unknown => {
  if (policy === undefined) return undefined;
  const attribute = textAt(parametersOf(record), 'attributeName');
  if (attribute !== undefined && attribute !== 'Policy') return undefined;
  return seek(parametersOf(record), policy) ?? attributeIn(parametersOf(record), 'Policy');
};

/** What is left of Rolecall may neither hear nor write: no deploy of ours says so. */
const isShutOut = (record: JsonObject, context: DoorContext, own: OwnResource): boolean => {
  const document = own.rights === undefined ? policyIn(record, own) : seek(parametersOf(record), own.rights);
  const name = nameOf(record, ...own.name) ?? '';
  const needs = Object.entries(own.needs ?? {}).flatMap(([part, services]) =>
    name.includes(part) ? services : [],
  );
  return !isRefused(record) && shutsOut(document, needs, context);
};

type Verdict = Pick<DoorFinding, 'weight' | 'because'>;

const verdictOn = (
  record: JsonObject,
  own: OwnResource,
  { opensOutside, shut }: { readonly opensOutside: boolean; readonly shut: boolean },
): Verdict => {
  if (opensOutside) return { weight: 'urgent', because: 'it opens Rolecall itself to outside' };
  if (shut) return { weight: 'urgent', because: 'it shuts out what Rolecall lives on' };
  if (own.always !== undefined) return { weight: own.always, because: ALWAYS[own.always] };
  const weakens = own.weakens?.(parametersOf(record)) === true;
  if (own.protects === true && !weakens) return { weight: 'recorded', because: 'it protects Rolecall' };
  if (byCloudFormation(record) && !weakens) {
    return { weight: 'recorded', because: 'a deploy by CloudFormation did it' };
  }
  return {
    weight: 'urgent',
    because: isRefused(record) ? 'even an attempt at Rolecall itself is told' : 'it changes Rolecall itself',
  };
};

const ALWAYS = {
  urgent: 'without its stack Rolecall is gone',
  normal: 'it changes how Rolecall is deployed',
  recorded: 'it is a deploy',
} as const;

const ours = (record: JsonObject, context: DoorContext, own: OwnResource): DoorFinding => {
  const name = ownNames(record, context, own) ?? shownOwn(record, own);
  const opened = openedDoor({
    record,
    context,
    kind: 'rolecall',
    type: own.type,
    name,
    grant: grantIn(record, context, own),
    verb: 'opened to',
    otherwise: '',
  });
  const opensOutside = opened.weight !== 'recorded';
  const shut = isShutOut(record, context, own);
  const so = shut ? 'its policy shuts out what Rolecall lives on' : own.so;
  const consequence = so === undefined ? '' : thus(record, `: ${so}`);
  return {
    ...opened,
    explanation: opensOutside
      ? oneLine(`Rolecall's own ${opened.explanation}`, 1_000)
      : `Rolecall's own ${called(own.type, name)} ${was(record)} ${didTo(record, own)}${consequence}`,
    ...verdictOn(record, own, { opensOutside, shut }),
  };
};

const didTo = (record: JsonObject, own: OwnResource): string =>
  own.weakened !== undefined && own.weakens?.(parametersOf(record)) === true ? own.weakened : own.did;

/** Of several alarms only ours. */
const ownNames = (record: JsonObject, context: DoorContext, own: OwnResource): string | undefined => {
  const names = textsIn(seek(parametersOf(record), ...own.name)).filter(
    (name) => ownershipOf(name, context, own.lowerCase === true) === 'ours',
  );
  return names.length === 0 ? undefined : oneLine(names.slice(0, 10).join(', '), 256);
};

const shownOwn = (record: JsonObject, own: OwnResource): string => {
  const answered = textsIn(seek(record['responseElements'], ...(own.answered ?? [])))[0];
  return nameOf(record, ...own.name) ?? (answered === undefined ? shownName(record) : oneLine(answered, 256));
};

/** Where nobody knows the name of the stack, or nothing names the resource: it may be ours. */
const maybeOurs = (record: JsonObject, own: OwnResource): DoorFinding => {
  const name = shownOwn(record, own);
  return {
    kind: 'rolecall',
    subject: { type: own.type, name },
    explanation: `${called(own.type, name)} ${was(record)} ${own.did}`,
    opens: [],
    weight: 'recorded',
    because: 'nothing tells that it is one of ours',
  };
};

const read = (record: JsonObject, context: DoorContext, own: OwnResource): DoorFinding | undefined => {
  const whose = owner(record, context, own);
  if (whose === 'ours') return ours(record, context, own);
  return whose === 'unclear' && own.keptUnclear === true ? maybeOurs(record, own) : undefined;
};

const asDecoder = (own: OwnResource): DoorDecoder => ({
  eventSource: own.eventSource,
  eventNames: own.eventNames,
  ownOnly: true,
  ownNameAt: [
    ...own.name.map((name) => ['requestParameters', name]),
    ...(own.answered ?? []).map((name) => ['responseElements', name]),
    ['errorMessage'],
  ],
  read: (record, context) => read(record, context, own),
});

export const OWN_STACK_DOORS: readonly DoorDecoder[] = OWN_RESOURCES.map(asDecoder);
