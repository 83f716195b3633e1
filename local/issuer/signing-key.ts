/** The issuer's own key, kept so that a restart ends nobody's session. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import {
  calculateJwkThumbprint,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import { isObject, parseJson, textAt } from '../../lib/kernel/json.ts';

export interface SigningKey {
  readonly privateKey: CryptoKey;
  /** As it is published. */
  readonly publicKey: JWK & { readonly kid: string };
}

/** Reads the key of `file`, readable by its owner only, or makes one. RSA with SHA-256. */
export async function signingKey(file: string): Promise<SigningKey> {
  const kept = await readKept(file);
  const jwk = kept ?? (await made(file));
  const privateKey = await importJWK(jwk, 'RS256');
  if (privateKey instanceof Uint8Array) throw new Error(`${file} holds no private key`);
  const { kty = '', n = '', e = '' } = jwk;
  const published = { kty, n, e, alg: 'RS256', use: 'sig' };
  return { privateKey, publicKey: { ...published, kid: await calculateJwkThumbprint(published) } };
}

async function readKept(file: string): Promise<JWK | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const parsed = parseJson(text);
  return isObject(parsed) && textAt(parsed, 'd') !== undefined ? parsed : undefined;
}

async function made(file: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  await writeFile(file, JSON.stringify(jwk), { mode: 0o600 });
  // The mode above counts for new files only.
  await chmod(file, 0o600);
  return jwk;
}
