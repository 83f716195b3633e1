/**
 * IAM's ListRoles over what the laptop knows: roles that recorded calls entered, and roles `rolecall.yml` names in full.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
 */
import { parseRoleArn, type RoleArn } from '../lib/kernel/arn.ts';
import { type JsonObject, textAt } from '../lib/kernel/json.ts';
import { roleIdOf, type WhatAwsKnows } from './what-aws-knows.ts';
import { xmlText } from './xml-text.ts';

/** Every role of the records and of the patterns without a `*`, each once. */
export function knownRoles(records: readonly JsonObject[], patterns: readonly string[]): readonly RoleArn[] {
  const entered = records.flatMap((record) => textAt(record, 'requestParameters', 'roleArn') ?? []);
  const named = patterns.filter((pattern) => !pattern.includes('*'));
  return [...new Set([...named, ...entered])].flatMap((arn) => parseRoleArn(arn) ?? []);
}

const PAGE = 100;

/** The answer to `Action=ListRoles`; pages by `Marker`, narrows by `PathPrefix`. */
export function listRoles(
  roles: readonly RoleArn[],
  parameters: URLSearchParams,
  trustOf: WhatAwsKnows['trustOf'],
): string {
  const prefix = parameters.get('PathPrefix') ?? '/';
  const start = Number(parameters.get('Marker') ?? '0');
  const size = Math.min(Number(parameters.get('MaxItems') ?? PAGE), PAGE);
  const matching = roles.filter((role) => role.path.startsWith(prefix));
  const end = start + size;
  const marker = end < matching.length ? `<Marker>${String(end)}</Marker>` : '';
  return [
    '<ListRolesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListRolesResult>',
    `<IsTruncated>${String(marker !== '')}</IsTruncated>${marker}`,
    `<Roles>${matching
      .slice(start, end)
      .map((role) => presentRole(role, trustOf(role)))
      .join('')}</Roles>`,
    '</ListRolesResult><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></ListRolesResponse>',
  ].join('');
}

function presentRole(role: RoleArn, trust: JsonObject): string {
  return [
    `<member><Path>${xmlText(role.path)}</Path><RoleName>${xmlText(role.name)}</RoleName><RoleId>${roleIdOf(role)}</RoleId>`,
    `<Arn>${xmlText(role.arn)}</Arn><CreateDate>2020-01-01T00:00:00Z</CreateDate>`,
    `<AssumeRolePolicyDocument>${xmlText(encodeURIComponent(JSON.stringify(trust)))}</AssumeRolePolicyDocument></member>`,
  ].join('');
}
