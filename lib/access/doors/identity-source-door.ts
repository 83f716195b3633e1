/** Where IAM Identity Center has its users from, and what it demands of them. */
import { param, type Act, UNNAMED } from './act.ts';
import { doorOf, OPENS_NOTHING, passive, TAKES_AWAY, type Teller, type Told } from './tell-door.ts';

const on =
  (what: string, done: string, weighs: Pick<Told, 'weight' | 'because'>): Teller =>
  (act) => ({
    subject: { type: 'IAM Identity Center', name: storeOf(act) },
    says: passive(what, done),
    ...weighs,
  });

const storeOf = (act: Act): string =>
  param(act, 'identityStoreId') ??
  param(act, 'directoryId') ??
  param(act, 'instanceArn') ??
  param(act, 'directoryArn') ??
  UNNAMED;

const SOURCE = {
  weight: 'normal',
  because: 'whoever runs the identity source decides who its users are',
} as const;
const PROVISIONING = {
  weight: 'normal',
  because: 'whoever has the token can make users and put them into groups',
} as const;
const APPLICATION = {
  weight: 'normal',
  because: 'an application can act for users of Identity Center',
} as const;

/** Names as the console's own calls write them: they are not part of the public API. */
export const IDENTITY_SOURCE_DOOR = doorOf('identity-center', 'sso-directory.amazonaws.com', {
  CreateExternalIdPConfigurationForDirectory: on('an external identity provider', 'configured', SOURCE),
  UpdateExternalIdPConfigurationForDirectory: on(
    'the configuration of the external identity provider',
    'changed',
    SOURCE,
  ),
  EnableExternalIdPConfigurationForDirectory: on('the external identity provider', 'enabled', SOURCE),
  DisableExternalIdPConfigurationForDirectory: on('the external identity provider', 'disabled', SOURCE),
  DeleteExternalIdPConfigurationForDirectory: on(
    'the configuration of the external identity provider',
    'deleted',
    TAKES_AWAY,
  ),
  ImportExternalIdPCertificate: on(
    'another certificate of the external identity provider, with which logins are signed,',
    'imported',
    SOURCE,
  ),
  DeleteExternalIdPCertificate: on('a certificate of the external identity provider', 'deleted', TAKES_AWAY),
  CreateProvisioningTenant: on('automatic provisioning', 'enabled', PROVISIONING),
  CreateBearerToken: on('a token for automatic provisioning', 'made', PROVISIONING),
  DeleteBearerToken: on('a token for automatic provisioning', 'deleted', TAKES_AWAY),
  UpdateMfaDeviceManagementForDirectory: on('what is demanded as a second factor', 'changed', {
    weight: 'normal',
    because: 'a password alone may now be enough to sign in',
  }),
});

export const IDENTITY_CENTER_SETUP_DOOR = doorOf('identity-center', 'sso.amazonaws.com', {
  AssociateDirectory: on('another identity source', 'connected', SOURCE),
  DisassociateDirectory: on('the identity source', 'disconnected', SOURCE),
  CreateTrustedTokenIssuer: on('an issuer of tokens that are trusted', 'added', SOURCE),
  UpdateTrustedTokenIssuer: on('an issuer of tokens that are trusted', 'changed', SOURCE),
  DeleteTrustedTokenIssuer: on('an issuer of tokens that are trusted', 'deleted', TAKES_AWAY),
  CreateApplication: on('an application', 'added', APPLICATION),
  PutApplicationGrant: on('a grant of an application', 'written', APPLICATION),
  PutApplicationAuthenticationMethod: on('how an application signs in', 'changed', APPLICATION),
  CreateInstance: on('an instance of IAM Identity Center', 'created', SOURCE),
  DeleteInstance: on('an instance of IAM Identity Center', 'deleted', TAKES_AWAY),
  UpdateInstance: on('the settings of IAM Identity Center', 'changed', OPENS_NOTHING),
});
