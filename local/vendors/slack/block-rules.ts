/** What Slack refuses in Block Kit, in the words of its `response_metadata.messages`. */
import { isObject, listAt, textAt, type JsonObject } from '../json.ts';
import { slackLimits } from './limits.ts';

type Problems = readonly string[];

function wrong(what: string, pointer: string): Problems {
  return [`[ERROR] ${what} [json-pointer:${pointer}]`];
}

/** Everything wrong with a list of blocks; empty when Slack would take it. */
export function blockProblems(blocks: unknown, pointer = '/blocks'): Problems {
  if (!Array.isArray(blocks)) return wrong('must provide an array', pointer);
  if (blocks.length > slackLimits.blocks) {
    return wrong(`no more than ${String(slackLimits.blocks)} items allowed`, pointer);
  }
  const list: readonly unknown[] = blocks;
  const each = list.flatMap((block, index) => oneBlock(block, `${pointer}/${String(index)}`));
  return [...each, ...repeatedIds(list, pointer)];
}

function oneBlock(block: unknown, pointer: string): Problems {
  if (!isObject(block)) return wrong('must provide an object', pointer);
  const id = block['block_id'];
  const idProblems = id === undefined ? [] : stringProblems(id, `${pointer}/block_id`, slackLimits.blockId);
  return [...idProblems, ...byType(block, pointer)];
}

function byType(block: JsonObject, pointer: string): Problems {
  switch (block['type']) {
    case 'section':
      return sectionProblems(block, pointer);
    case 'header':
      return textProblems(block['text'], `${pointer}/text`, slackLimits.headerText, ['plain_text']);
    case 'context':
      return listProblems(block, pointer, slackLimits.contextElements, (item, at) =>
        isObject(item) && item['type'] === 'image'
          ? imageProblems(item, at)
          : textProblems(item, at, slackLimits.fieldText),
      );
    case 'actions':
      return listProblems(block, pointer, slackLimits.actionsElements, elementProblems);
    case 'image':
      return imageProblems(block, pointer);
    case 'markdown':
      return stringProblems(block['text'], `${pointer}/text`, slackLimits.markdownText);
    case 'rich_text':
      return listAt(block, 'elements') ? [] : wrong('missing required field: elements', pointer);
    case 'divider':
    case 'table':
    case 'video':
    case 'file':
      return [];
    default:
      return wrong(`unsupported type: ${String(block['type']).slice(0, 40)}`, `${pointer}/type`);
  }
}

function sectionProblems(block: JsonObject, pointer: string): Problems {
  const text = block['text'];
  const fields = listAt(block, 'fields');
  if (text === undefined && fields === undefined) return wrong('missing required field: text', pointer);
  if (block['fields'] !== undefined && fields === undefined)
    return wrong('must provide an array', `${pointer}/fields`);
  if (fields && (fields.length === 0 || fields.length > slackLimits.fields)) {
    return wrong(`must have between 1 and ${String(slackLimits.fields)} items`, `${pointer}/fields`);
  }
  return [
    ...(text === undefined ? [] : textProblems(text, `${pointer}/text`, slackLimits.sectionText)),
    ...(fields ?? []).flatMap((field, index) =>
      textProblems(field, `${pointer}/fields/${String(index)}`, slackLimits.fieldText),
    ),
    ...(block['accessory'] === undefined ? [] : elementProblems(block['accessory'], `${pointer}/accessory`)),
  ];
}

function elementProblems(element: unknown, pointer: string): Problems {
  if (!isObject(element) || typeof element['type'] !== 'string')
    return wrong('must provide an object', pointer);
  if (element['type'] === 'image') return imageProblems(element, pointer);
  const idProblems =
    element['action_id'] === undefined
      ? []
      : stringProblems(element['action_id'], `${pointer}/action_id`, slackLimits.actionId);
  if (element['type'] !== 'button') return idProblems;
  const { url, value, style } = element;
  return [
    ...idProblems,
    ...textProblems(element['text'], `${pointer}/text`, slackLimits.buttonText, ['plain_text']),
    ...(url === undefined ? [] : urlProblems(url, `${pointer}/url`)),
    ...(value === undefined ? [] : stringProblems(value, `${pointer}/value`, slackLimits.value)),
    ...(style === undefined || style === 'primary' || style === 'danger'
      ? []
      : wrong('invalid style', `${pointer}/style`)),
  ];
}

function imageProblems(image: JsonObject, pointer: string): Problems {
  return [
    ...urlProblems(image['image_url'], `${pointer}/image_url`),
    ...stringProblems(image['alt_text'], `${pointer}/alt_text`, slackLimits.altText),
  ];
}

function urlProblems(value: unknown, pointer: string): Problems {
  const problems = stringProblems(value, pointer, slackLimits.url);
  if (problems.length > 0) return problems;
  return /^[a-z][a-z0-9+.-]*:/i.test(String(value)) ? [] : wrong('URL is not valid', pointer);
}

function listProblems(
  block: JsonObject,
  pointer: string,
  most: number,
  check: (item: unknown, pointer: string) => Problems,
): Problems {
  const elements = listAt(block, 'elements');
  if (!elements) return wrong('missing required field: elements', pointer);
  if (elements.length < 1) return wrong('no fewer than 1 items allowed', `${pointer}/elements`);
  if (elements.length > most)
    return wrong(`no more than ${String(most)} items allowed`, `${pointer}/elements`);
  return elements.flatMap((item, index) => check(item, `${pointer}/elements/${String(index)}`));
}

function textProblems(
  text: unknown,
  pointer: string,
  most: number,
  kinds: readonly string[] = ['plain_text', 'mrkdwn'],
): Problems {
  if (!isObject(text)) return wrong('must provide an object', pointer);
  const kind = textAt(text, 'type') ?? '';
  if (!kinds.includes(kind)) return wrong(`must be one of: ${kinds.join(', ')}`, `${pointer}/type`);
  const foreign = kind === 'mrkdwn' ? 'emoji' : 'verbatim';
  if (text[foreign] !== undefined) return wrong(`no more keys allowed: ${foreign}`, pointer);
  return stringProblems(text['text'], `${pointer}/text`, most);
}

function stringProblems(value: unknown, pointer: string, most: number): Problems {
  if (typeof value !== 'string') return wrong('must be a string', pointer);
  if (value.length === 0) return wrong('must be more than 0 characters', pointer);
  return value.length > most ? wrong(`must be less than ${String(most + 1)} characters`, pointer) : [];
}

function repeatedIds(blocks: readonly unknown[], pointer: string): Problems {
  const ids = blocks.flatMap((block) => (isObject(block) ? (textAt(block, 'block_id') ?? []) : []));
  return new Set(ids).size === ids.length ? [] : wrong('block_id must be unique', pointer);
}
