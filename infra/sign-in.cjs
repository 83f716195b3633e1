/**
 * Who may ask the history: what the JWT authorizer of the HTTP API (serverless.yml) is to trust, and a user pool unless `signIn`
 * of rolecall.yml names another issuer. An authorizer checks issuer, audience and time; groups are read in `lib/api`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
'use strict';

const PAGE = { 'Fn::Sub': 'https://${HttpApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/' };

/** Where `rolecall` on a terminal waits for the browser: the same port everywhere, because it is registered here. */
const COMMAND_LINE = 'http://localhost:7424/signed-in';

const SCOPES = ['openid', 'email', 'profile'];

const POOL_ISSUER = { 'Fn::Sub': 'https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}/${SignInPool}' };

const GROUPS = {
  Viewer: ['viewer', 'Reads the history'],
  Reviewer: ['reviewer', 'Reads and reviews the history'],
  Responder: ['responder', 'Reads, reviews, makes exceptions and sends again'],
};

/** Nobody signs up alone, and nobody without a second factor. */
const userPool = () => ({
  Type: 'AWS::Cognito::UserPool',
  // Who may look outlives a stack that was removed by mistake.
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
  Properties: {
    // The user name is the name of whoever reviews; an address can be used instead to sign in.
    AliasAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: true,
      InviteMessageTemplate: {
        EmailSubject: 'You may look at Rolecall',
        EmailMessage: {
          'Fn::Sub':
            'Your user name is {username} and your temporary password is {####}. Sign in within three days: ' +
            'https://${HttpApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/',
        },
      },
    },
    MfaConfiguration: 'ON',
    EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    Policies: {
      PasswordPolicy: {
        MinimumLength: 14,
        RequireLowercase: true,
        RequireUppercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 3,
      },
    },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    DeletionProtection: 'ACTIVE',
  },
});

const poolId = { Ref: 'SignInPool' };

/**
 * The prefix has to be free in the whole Region and must not change: it is made of the part of the stack's id that no other
 * stack has.
 */
const domain = () => ({
  Type: 'AWS::Cognito::UserPoolDomain',
  Properties: {
    UserPoolId: poolId,
    Domain: {
      'Fn::Sub': [
        'rolecall-${Unique}',
        { Unique: { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] } },
      ],
    },
  },
});

/** A public client: it has no secret to lose, and proves with PKCE that it is the one that asked. */
const client = () => ({
  Type: 'AWS::Cognito::UserPoolClient',
  Properties: {
    UserPoolId: poolId,
    ClientName: 'rolecall',
    GenerateSecret: false,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: SCOPES,
    SupportedIdentityProviders: ['COGNITO'],
    CallbackURLs: [PAGE, COMMAND_LINE],
    LogoutURLs: [PAGE],
    // No password ever passes through a program of ours.
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    AccessTokenValidity: 60,
    IdTokenValidity: 60,
    RefreshTokenValidity: 8,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' },
    // Names stand in the history: nobody chooses their own.
    WriteAttributes: ['locale'],
  },
});

const group = ([name, description]) => ({
  Type: 'AWS::Cognito::UserPoolGroup',
  Properties: { UserPoolId: poolId, GroupName: name, Description: description },
});

const poolResources = () => ({
  SignInPool: userPool(),
  SignInDomain: domain(),
  SignInClient: client(),
  ...Object.fromEntries(Object.entries(GROUPS).map(([name, each]) => [`SignIn${name}Group`, group(each)])),
});

/** Answers `{ issuer, clientId, audience, poolId, scopes, resources }`; the first four may be references. */
const signInParts = ({ signIn }) => {
  if (signIn === undefined) {
    const clientId = { Ref: 'SignInClient' };
    return {
      issuer: POOL_ISSUER,
      clientId,
      audience: clientId,
      poolId,
      // Tokens of other ways to sign in, and those that only say who it is, do not have it.
      scopes: ['openid'],
      resources: poolResources(),
    };
  }
  const { issuer, clientId, audience = clientId } = signIn;
  const none = 'none: rolecall.yml names an issuer';
  return { issuer, clientId, audience, poolId: none, scopes: [], resources: {} };
};

module.exports = { signInParts };
