/** SAML and OpenID Connect providers: whoever runs one says who its users are. */
import type { Opening } from '../../iam/opening.ts';
import { listAt } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';
import { type Act, param, shownAt, UNNAMED } from './act.ts';
import { doorOf, OPENS_NOTHING, passive, TAKES_AWAY, type Teller, type Told } from './tell-door.ts';

/** The last part of `arn:aws:iam::<account>:saml-provider/<name>`, `...:oidc-provider/<host>/<path>` */
const shortName = (arn: string): string => /:(saml|oidc)-provider\/(.+)$/.exec(arn)?.[2] ?? arn;

const samlOf = (act: Act): string =>
  param(act, 'sAMLProviderArn') ??
  shownAt(act.record, 'responseElements', 'sAMLProviderArn') ??
  param(act, 'name') ??
  UNNAMED;

const oidcOf = (act: Act): string =>
  param(act, 'openIDConnectProviderArn') ??
  shownAt(act.record, 'responseElements', 'openIDConnectProviderArn') ??
  param(act, 'url') ??
  UNNAMED;

type Weighs = Pick<Told, 'weight' | 'because'>;

/**
 * A new provider, or a new hand in an old one, is outside until somebody says otherwise; what IAM Identity Center itself
 * sets up in the accounts it serves is not.
 */
const opensOf = (act: Act, principal: string, weighs: Weighs): Partial<Pick<Told, 'opens'>> => {
  if (weighs !== NEW || act.routine) return {};
  const opening: Opening = { kind: 'federated', principal, outside: true, onlyIf: [], without: [] };
  return { opens: [opening] };
};

const NEW = { weight: 'normal', because: 'whoever runs the provider decides who its users are' } as const;

const onSaml =
  (change: (name: string) => Told['says'], weighs: Weighs): Teller =>
  (act) => {
    const provider = samlOf(act);
    return {
      subject: { type: 'SAML provider', name: provider },
      says: change(shortName(provider)),
      ...opensOf(act, provider, weighs),
      ...weighs,
    };
  };

const onOidc =
  (change: (name: string, act: Act) => Told['says'], weighs: Weighs): Teller =>
  (act) => {
    const provider = oidcOf(act);
    return {
      subject: { type: 'OpenID Connect provider', name: provider },
      says: change(shortName(provider), act),
      ...opensOf(act, provider, weighs),
      ...weighs,
    };
  };

const audiences = (act: Act): string => {
  const ids = listAt(act.record, 'requestParameters', 'clientIDList').filter((id) => typeof id === 'string');
  if (ids.length === 0) return '';
  return `, for ${ids.length === 1 ? 'audience' : 'audiences'} ${oneLine(ids.join(', '), 300)}`;
};

const onAccount =
  (done: string): Teller =>
  (act) => ({
    subject: { type: 'account', name: act.context.accountId },
    says: passive('outbound web identity federation (tokens of this account for services elsewhere)', done),
    ...OPENS_NOTHING,
  });

export const IDENTITY_PROVIDER_DOOR = doorOf('federation', 'iam.amazonaws.com', {
  CreateSAMLProvider: onSaml((name) => passive(`SAML provider ${name}`, 'created'), NEW),
  UpdateSAMLProvider: onSaml(
    (name) =>
      passive(`the metadata of SAML provider ${name}`, 'replaced, and with it the keys that sign logins'),
    NEW,
  ),
  DeleteSAMLProvider: onSaml((name) => passive(`SAML provider ${name}`, 'deleted'), TAKES_AWAY),
  CreateOpenIDConnectProvider: onOidc(
    (name, act) => passive(`OpenID Connect provider ${name}`, `created${audiences(act)}`),
    NEW,
  ),
  AddClientIDToOpenIDConnectProvider: onOidc(
    (name, act) =>
      passive(`audience ${param(act, 'clientID') ?? UNNAMED}`, `added to OpenID Connect provider ${name}`),
    NEW,
  ),
  UpdateOpenIDConnectProviderThumbprint: onOidc(
    (name) =>
      passive(`the certificate thumbprints by which OpenID Connect provider ${name} is known`, 'replaced'),
    NEW,
  ),
  RemoveClientIDFromOpenIDConnectProvider: onOidc(
    (name, act) =>
      passive(
        `audience ${param(act, 'clientID') ?? UNNAMED}`,
        `removed from OpenID Connect provider ${name}`,
      ),
    TAKES_AWAY,
  ),
  DeleteOpenIDConnectProvider: onOidc(
    (name) => passive(`OpenID Connect provider ${name}`, 'deleted'),
    TAKES_AWAY,
  ),
  EnableOutboundWebIdentityFederation: onAccount('enabled'),
  DisableOutboundWebIdentityFederation: onAccount('disabled'),
});
