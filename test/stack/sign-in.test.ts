import { signInParts } from '../../infra/sign-in.cjs';
import { ofType, packagedStack, PACKAGING_MILLISECONDS, propertiesOf, type Stack } from './packaged-stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await packagedStack();
}, PACKAGING_MILLISECONDS);

const PAGE = { 'Fn::Sub': 'https://${HttpApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/' };
const ISSUER = { 'Fn::Sub': 'https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}/${SignInPool}' };

describe('the authorizer', () => {
  it('trusts the stack’s own pool and its one client, and reads the header only', () => {
    expect(ofType(stack.template, 'AWS::ApiGatewayV2::Authorizer').map(([, each]) => each)).toEqual([
      expect.objectContaining({
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: ISSUER, Audience: [{ Ref: 'SignInClient' }] },
      }),
    ]);
  });

  it('asks for a scope that tokens of other ways into the pool do not have', () => {
    const guarded = ofType(stack.template, 'AWS::ApiGatewayV2::Route').filter(
      ([, route]) => route.AuthorizationType === 'JWT',
    );
    for (const [, route] of guarded) expect(route.AuthorizationScopes).toEqual(['openid']);
  });

  it('is the one that the function tells people about', () => {
    const { Environment } = propertiesOf(stack.template, 'HistoryLambdaFunction');
    expect(Environment).toMatchObject({
      Variables: { SIGN_IN_ISSUER: ISSUER, SIGN_IN_CLIENT_ID: { Ref: 'SignInClient' } },
    });
    expect(stack.template.Outputs).toMatchObject({
      SignInIssuer: { Value: ISSUER },
      SignInClientId: { Value: { Ref: 'SignInClient' } },
      UserPoolId: { Value: { Ref: 'SignInPool' } },
    });
  });
});

describe('the user pool', () => {
  it('lets nobody sign up, and nobody in without a second factor', () => {
    expect(propertiesOf(stack.template, 'SignInPool')).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      DeletionProtection: 'ACTIVE',
    });
    expect(stack.template.Resources['SignInPool']).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  it('has the groups of the product', () => {
    const names = ofType(stack.template, 'AWS::Cognito::UserPoolGroup').map(([, { GroupName }]) => GroupName);
    expect(names.toSorted()).toEqual(['responder', 'reviewer', 'viewer']);
  });

  it('has one client: public, code only, exact addresses, short tokens, no password of its own', () => {
    const client = propertiesOf(stack.template, 'SignInClient');
    expect(client).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      CallbackURLs: [PAGE, 'http://localhost:7424/signed-in'],
      LogoutURLs: [PAGE],
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AccessTokenValidity: 60,
      RefreshTokenValidity: 8,
      TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'hours' },
    });
    // With it somebody could give themselves another name.
    expect(client.AllowedOAuthScopes).not.toContain('aws.cognito.signin.user.admin');
    expect(client.WriteAttributes).toEqual(['locale']);
  });

  it('has a domain that is free in every account, and does not tell the account', () => {
    const { Domain } = propertiesOf(stack.template, 'SignInDomain');
    expect(JSON.stringify(Domain)).toContain('AWS::StackId');
    expect(JSON.stringify(Domain)).not.toContain('AccountId');
  });
});

describe('an issuer of one’s own', () => {
  const own = { issuer: 'https://acme.okta.com/oauth2/default', clientId: 'client-1' };

  it('brings no pool, and is what the authorizer trusts', () => {
    expect(signInParts({ signIn: own })).toMatchObject({
      ...own,
      audience: 'client-1',
      scopes: [],
      resources: {},
    });
    const named = signInParts({ signIn: { ...own, audience: 'api://rolecall' } });
    expect(named).toMatchObject({ clientId: 'client-1', audience: 'api://rolecall' });
  });
});
