/**
 * What IAM and Organizations answer on the laptop. Roles trust their own account, Identity Center's roles their SAML
 * provider; whatever else is to be played stands in `aws.json` of the laptop's folder and is read at every question:
 *
 *   { "trust": { "prod-*": { "Version": "2012-10-17", "Statement": [...] } }, "accounts": { "777788889999": "Northwind" } }
 */
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import type { RoleArn } from '../lib/kernel/arn.ts';
import { isObject, type JsonObject, parseJson, textAt } from '../lib/kernel/json.ts';
import { xmlText } from './xml-text.ts';

export interface WhatAwsKnows {
  /** The trust policy of a role. */
  readonly trustOf: (role: RoleArn) => JsonObject;
  /** The name of an account of the organisation; `undefined` for any other. */
  readonly accountName: (accountId: string) => string | undefined;
}

export const whatAwsKnows = (file: string): WhatAwsKnows => ({
  trustOf: (role) => {
    const written = objectAt(readFile(file), 'trust');
    const found = Object.entries(written).find(([pattern]) => isLike(role.name, pattern))?.[1];
    return isObject(found) ? found : usualTrust(role);
  },
  accountName: (accountId) => textAt(objectAt(readFile(file), 'accounts'), accountId),
});

const readFile = (file: string): unknown => {
  try {
    return parseJson(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

const objectAt = (value: unknown, key: string): JsonObject => {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
};

/** `*` stands for any text. */
const isLike = (name: string, pattern: string): boolean =>
  new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`).test(name);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What the console writes for a role of the kind. */
const usualTrust = ({ partition, accountId, name }: RoleArn): JsonObject => {
  const account = `arn:${partition}:iam::${accountId}`;
  const statement = name.startsWith('AWSReservedSSO_')
    ? {
        Effect: 'Allow',
        Principal: { Federated: `${account}:saml-provider/AWSSSO_local_DO_NOT_DELETE` },
        Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
        Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      }
    : { Effect: 'Allow', Principal: { AWS: `${account}:root` }, Action: 'sts:AssumeRole' };
  return { Version: '2012-10-17', Statement: [statement] };
};

/** Stable over restarts, as a real unique id would be. */
export const roleIdOf = ({ arn }: RoleArn): string =>
  `AROA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`;

/** The answer to `Action=GetRole`; the policy is URL-encoded in it. */
export const presentRoleWithTrust = (role: RoleArn, trust: JsonObject): string =>
  [
    '<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role>',
    `<Path>${xmlText(role.path)}</Path><RoleName>${xmlText(role.name)}</RoleName><RoleId>${roleIdOf(role)}</RoleId>`,
    `<Arn>${xmlText(role.arn)}</Arn><CreateDate>2020-01-01T00:00:00Z</CreateDate>`,
    `<AssumeRolePolicyDocument>${xmlText(encodeURIComponent(JSON.stringify(trust)))}</AssumeRolePolicyDocument>`,
    '</Role></GetRoleResult><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></GetRoleResponse>',
  ].join('');
