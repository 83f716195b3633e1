import { ACCOUNT, doorContext, doorOf, recordOf } from './door-kit.ts';

describe('identity providers', () => {
  test('a new one is somebody outside; its document is not shown', () => {
    const requestParameters = {
      name: 'idp',
      sAMLMetadataDocument: '<EntityDescriptor>SECRET</EntityDescriptor>',
    };
    const door = doorOf(recordOf('iam', 'CreateSAMLProvider', { requestParameters }));
    expect([door.weight, door.opens.map(({ kind, outside }) => [kind, outside])]).toEqual([
      'normal',
      [['federated', true]],
    ]);
    expect(JSON.stringify(door)).not.toContain('SECRET');
  });
});

describe('Roles Anywhere', () => {
  const profile = (roleArns: readonly unknown[]) =>
    doorOf(recordOf('rolesanywhere', 'CreateProfile', { requestParameters: { name: 'p', roleArns } }));

  test('a profile with a designated role among others is urgent', () => {
    const arns = ['reports', 'prod-admin'].map((role) => `arn:aws:iam::${ACCOUNT}:role/${role}`);
    expect(profile(arns).weight).toBe('urgent');
    expect(profile(arns.slice(0, 1)).weight).toBe('normal');
  });

  test('a role of that name in another account is not the designated one', () => {
    expect(profile(['arn:aws:iam::999999999999:role/prod-admin']).weight).toBe('normal');
  });

  test('only the first of many roles are named', () => {
    const arns = Array.from({ length: 8 }, (_, index) => `arn:aws:iam::${ACCOUNT}:role/r${String(index)}`);
    expect(profile([...arns, 7, null, 'nonsense']).explanation).toContain('r4 and 3 more');
  });
});

describe('Regions', () => {
  const enabled = (regions: readonly string[]) =>
    doorOf(
      recordOf('account', 'EnableRegion', { requestParameters: { regionName: 'eu-south-2' } }),
      doorContext({ regions }),
    );

  test('a Region with our rules is recorded, any other rings', () => {
    expect(enabled(['eu-south-2']).weight).toBe('recorded');
    expect(enabled(['us-east-1']).weight).toBe('normal');
  });

  test('where our rules are not known it rings and says so', () => {
    expect(enabled([])).toMatchObject({
      weight: 'normal',
      because: expect.stringContaining('not known') as string,
    });
  });
});

describe('organizations', () => {
  test('the parties of a handshake name the organization; without them its id stands in', () => {
    const handshake = {
      parties: [{ type: 'ACCOUNT', id: ACCOUNT }, 'odd', { type: 'ORGANIZATION', id: 'o-1' }],
    };
    const requestParameters = { handshakeId: 'h-1' };
    const [full, bare] = [{ handshake }, null].map((responseElements) =>
      doorOf(recordOf('organizations', 'AcceptHandshake', { requestParameters, responseElements })),
    );
    expect([full?.subject.name, bare?.subject.name]).toEqual(['o-1', 'h-1']);
  });
});
