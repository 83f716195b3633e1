/**
 * IAM's ListRoles over what the laptop knows: roles that recorded calls entered, and roles `rolecall.yml` names in full.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
 */
import { createHash } from 'node:crypto';
import { parseRoleArn, type RoleArn } from '../lib/kernel/arn.ts';
import { type JsonObject, textAt } from '../lib/kernel/json.ts';
import { xmlText } from './xml-text.ts';

/** Every role of the records and of the patterns without a `*`, each once. */
export function knownRoles(records: readonly JsonObject[], patterns: readonly string[]): readonly RoleArn[] {
  const entered = records.flatMap((record) => textAt(record, 'requestParameters', 'roleArn') ?? []);
  const named = patterns.filter((pattern) => !pattern.includes('*'));
  return [...new Set([...named, ...entered])].flatMap((arn) => parseRoleArn(arn) ?? []);
}

const PAGE = 100;

/** The answer to `Action=ListRoles`; pages by `Marker`, narrows by `PathPrefix`. */
export function listRoles(roles: readonly RoleArn[], parameters: URLSearchParams): string {
  const prefix = parameters.get('PathPrefix') ?? '/';
  const start = Number(parameters.get('Marker') ?? '0');
  const size = Math.min(Number(parameters.get('MaxItems') ?? PAGE), PAGE);
  const matching = roles.filter((role) => role.path.startsWith(prefix));
  const end = start + size;
  const marker = end < matching.length ? `<Marker>${String(end)}</Marker>` : '';
  return [
    '<ListRolesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListRolesResult>',
    `<IsTruncated>${String(marker !== '')}</IsTruncated>${marker}`,
    `<Roles>${matching.slice(start, end).map(presentRole).join('')}</Roles>`,
    '</ListRolesResult><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></ListRolesResponse>',
  ].join('');
}

function presentRole(role: RoleArn): string {
  // Stable over restarts, as a real unique id would be.
  const id = `AROA${createHash('sha256').update(role.arn).digest('hex').slice(0, 17).toUpperCase()}`;
  return [
    `<member><Path>${xmlText(role.path)}</Path><RoleName>${xmlText(role.name)}</RoleName><RoleId>${id}</RoleId>`,
    `<Arn>${xmlText(role.arn)}</Arn><CreateDate>2020-01-01T00:00:00Z</CreateDate></member>`,
  ].join('');
}
