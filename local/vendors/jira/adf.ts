/**
 * The Atlassian Document Format as Jira Cloud checks it: which node may stand where, which marks exist, no empty text.
 * https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 */
import { isObject, listAt, objectAt, textAt, type JsonObject } from '../json.ts';
import type { LiveMarkup } from '../kept-message.ts';

const inline = ['text', 'hardBreak', 'mention', 'emoji', 'inlineCard', 'date', 'status'];
const blocks = [
  'paragraph',
  'bulletList',
  'orderedList',
  'codeBlock',
  'heading',
  'mediaSingle',
  'mediaGroup',
];
const top = [
  ...blocks,
  'blockquote',
  'panel',
  'rule',
  'table',
  'expand',
  'decisionList',
  'taskList',
  'blockCard',
];

const allowed: Readonly<Record<string, readonly string[]>> = {
  doc: top,
  paragraph: inline,
  heading: inline,
  codeBlock: ['text'],
  bulletList: ['listItem'],
  orderedList: ['listItem'],
  listItem: ['paragraph', 'bulletList', 'orderedList', 'codeBlock', 'mediaSingle'],
  blockquote: ['paragraph', 'bulletList', 'orderedList', 'codeBlock'],
  panel: ['paragraph', 'bulletList', 'orderedList', 'heading', 'codeBlock', 'rule', 'blockCard', 'taskList'],
  expand: top,
  table: ['tableRow'],
  tableRow: ['tableCell', 'tableHeader'],
  tableCell: [...blocks, 'blockquote', 'panel', 'rule'],
  tableHeader: [...blocks, 'blockquote', 'panel', 'rule'],
  taskList: ['taskItem'],
  taskItem: inline,
  decisionList: ['decisionItem'],
  decisionItem: inline,
  mediaSingle: ['media', 'caption'],
  mediaGroup: ['media'],
};
const mayBeEmpty = ['doc', 'paragraph', 'heading', 'codeBlock', 'taskItem', 'decisionItem'];
const leaves = [
  'text',
  'hardBreak',
  'mention',
  'emoji',
  'inlineCard',
  'date',
  'status',
  'rule',
  'media',
  'blockCard',
];
const marks = [
  'strong',
  'em',
  'code',
  'link',
  'strike',
  'underline',
  'subsup',
  'textColor',
  'backgroundColor',
  'border',
];
const panels = ['info', 'note', 'warning', 'success', 'error'];
const deepest = 50;

/** True when it claims to be a document at all (Jira has two different answers for the two mistakes). */
export function claimsToBeAdf(value: unknown): value is JsonObject {
  return isObject(value) && value['type'] === 'doc' && Array.isArray(value['content']);
}

/** True when the whole document is valid. */
export function isValidAdf(value: unknown): boolean {
  return claimsToBeAdf(value) && value['version'] === 1 && validNode(value, 0);
}

function validNode(node: unknown, depth: number): boolean {
  if (!isObject(node) || depth > deepest) return false;
  const type = textAt(node, 'type') ?? '';
  if (type === 'text') return validText(node);
  if (!validAttributes(type, objectAt(node, 'attrs'))) return false;
  if (leaves.includes(type)) return node['content'] === undefined;
  const children = allowed[type];
  if (!children || (node['content'] !== undefined && !Array.isArray(node['content']))) return false;
  const content = listAt(node, 'content') ?? [];
  if (content.length === 0 && !mayBeEmpty.includes(type)) return false;
  return content.every((child) => {
    const childType = isObject(child) ? (textAt(child, 'type') ?? '') : '';
    const markedCode = type === 'codeBlock' && isObject(child) && child['marks'] !== undefined;
    return children.includes(childType) && !markedCode && validNode(child, depth + 1);
  });
}

function validText(node: JsonObject): boolean {
  const used = listAt(node, 'marks') ?? [];
  if (!textAt(node, 'text') || (node['marks'] !== undefined && !Array.isArray(node['marks']))) return false;
  const types = used.map((mark) => (isObject(mark) ? (textAt(mark, 'type') ?? '') : ''));
  // `code` stands alone, or with a link.
  if (types.includes('code') && types.some((type) => type !== 'code' && type !== 'link')) return false;
  return used.every(
    (mark) =>
      isObject(mark) &&
      marks.includes(textAt(mark, 'type') ?? '') &&
      (mark['type'] !== 'link' || Boolean(textAt(objectAt(mark, 'attrs'), 'href'))),
  );
}

function validAttributes(type: string, attrs: JsonObject): boolean {
  switch (type) {
    case 'heading':
      return [1, 2, 3, 4, 5, 6].some((level) => level === attrs['level']);
    case 'panel':
      return panels.includes(textAt(attrs, 'panelType') ?? '');
    case 'mention':
      return Boolean(textAt(attrs, 'id'));
    case 'status':
      return Boolean(textAt(attrs, 'text')) && Boolean(textAt(attrs, 'color'));
    case 'date':
      return Boolean(textAt(attrs, 'timestamp'));
    case 'emoji':
      return Boolean(textAt(attrs, 'shortName'));
    default:
      return true;
  }
}

/** All text of a document, a line per block. */
export function adfText(node: unknown, depth = 0): string {
  if (!isObject(node) || depth > deepest) return '';
  if (node['type'] === 'text') return textAt(node, 'text') ?? '';
  if (node['type'] === 'hardBreak') return '\n';
  const own = ['mention', 'status', 'emoji', 'date'].includes(String(node['type']))
    ? objectAt(node, 'attrs')
    : {};
  const words = textAt(own, 'text') ?? textAt(own, 'shortName') ?? textAt(own, 'timestamp') ?? '';
  const inner = (listAt(node, 'content') ?? []).map((child) => adfText(child, depth + 1)).join('');
  return blocks.includes(String(node['type'])) || node['type'] === 'tableRow'
    ? `${words}${inner}\n`
    : words + inner;
}

/** Mentions and links of a document. */
export function adfLiveMarkup(node: unknown, depth = 0): readonly LiveMarkup[] {
  if (!isObject(node) || depth > deepest) return [];
  const attrs = objectAt(node, 'attrs');
  const url = textAt(attrs, 'url') ?? textAt(attrs, 'href');
  const isLink = ['link', 'inlineCard', 'blockCard'].includes(String(node['type']));
  return [
    ...(node['type'] === 'mention' ? [{ kind: 'mention', target: textAt(attrs, 'id') ?? '' } as const] : []),
    ...(isLink && url !== undefined ? [{ kind: 'link', target: url } as const] : []),
    ...(listAt(node, 'marks') ?? []).flatMap((mark) => adfLiveMarkup(mark, depth + 1)),
    ...(listAt(node, 'content') ?? []).flatMap((child) => adfLiveMarkup(child, depth + 1)),
  ];
}
