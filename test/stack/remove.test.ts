import RolecallPlugin from '../../infra/serverless-plugin.cjs';

test('whoever removes the stack is told everything that stays: table, key, archive, user pool and the locked seals', () => {
  const told: string[] = [];
  const log = { notice: (text: string) => told.push(text) };
  const plugin = new RolecallPlugin({ serviceDir: '.' }, {}, { log });
  plugin.hooks['after:remove:remove']();
  for (const kept of ['history table', 'key', 'archive bucket', 'user pool', 'seal bucket', 'locked'])
    expect(told.join()).toContain(kept);
});
