/** The page at which one signs in: on a laptop there is no password, only the question who it is. */
import { html } from '../inbox/html.ts';
import type { DeclaredClient } from '../topology.ts';
import type { Grants } from './grants.ts';
import type { Person } from './people.ts';

export interface AuthorizeParts {
  readonly clients: readonly DeclaredClient[];
  readonly people: readonly Person[];
  /** Who signs in without being asked. */
  readonly chosen: Person | undefined;
  readonly grants: Grants;
  readonly issuer: string;
}

/** Nowhere to send anybody (`refused`), back with a code or an error, or a page to choose from. */
export type Authorized =
  | { readonly kind: 'refused'; readonly words: string }
  | { readonly kind: 'back'; readonly location: string }
  | { readonly kind: 'page'; readonly body: string };

export function authorize(query: URLSearchParams, parts: AuthorizeParts): Authorized {
  const client = parts.clients.find(({ clientId }) => clientId === query.get('client_id'));
  if (client === undefined) return { kind: 'refused', words: 'Nobody knows this client.' };
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!client.callbackUrls.includes(redirectUri)) {
    return { kind: 'refused', words: 'The client has not said that it lives at this address.' };
  }
  const back = (more: Readonly<Record<string, string>>): Authorized => {
    const location = new URL(redirectUri);
    const state = query.get('state');
    const all = { ...more, ...(state === null ? {} : { state }), iss: parts.issuer };
    for (const [name, value] of Object.entries(all)) location.searchParams.set(name, value);
    return { kind: 'back', location: location.href };
  };
  if (query.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
  const challenge = query.get('code_challenge') ?? '';
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge)) {
    return back({ error: 'invalid_request' });
  }
  const hinted = parts.people.find(({ id }) => id === query.get('login_hint'));
  const person = hinted ?? (query.get('prompt') === 'login' ? undefined : parts.chosen);
  if (person === undefined) return { kind: 'page', body: chooser(query, parts.people) };
  const nonce = query.get('nonce');
  return back({
    code: parts.grants.giveCode({
      person,
      clientId: client.clientId,
      scope: query.get('scope') ?? 'openid',
      redirectUri,
      challenge,
      ...(nonce === null ? {} : { nonce }),
    }),
  });
}

function chooser(query: URLSearchParams, people: readonly Person[]): string {
  const choices = people.map((person) => {
    const chosen = new URLSearchParams(query);
    chosen.set('login_hint', person.id);
    return html`<li><a href="${`/authorize?${chosen.toString()}`}">${person.name}</a> <small>${person.id}</small></li>`;
  });
  const page = html`<!doctype html><html lang="en"><meta charset="utf-8" /><meta name="viewport" content="width=device-width" /><meta name="color-scheme" content="light dark" /><title>Who are you?</title><h1>Who are you?</h1><p>This laptop plays the place where people sign in. There are no passwords here.</p><ul>${choices}</ul></html>`;
  return page.toString();
}
