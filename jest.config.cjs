// Jest looks every global up in a sandbox, which costs a search or a random run half its time: these are handed to each
// file as they are. Nothing replaces them.
const GLOBALS = (
  'Object Array Map Set WeakMap WeakSet Date JSON Math Promise String Number Boolean Symbol Error TypeError RegExp Reflect ' +
  'Uint8Array BigInt'
).split(' ');

module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/test'],
  testEnvironment: 'node',
  testSequencer: '<rootDir>/test/support/long-ones-first.cjs',
  setupFiles: ['forget-async-contexts', 'keep-compiled'].map((name) => `<rootDir>/test/support/${name}.cjs`),
  transform: { '\\.(ts|tsx|mjs|js)$': '<rootDir>/test/support/esbuild-transform.cjs' },
  // These are ES modules, which Jest's CommonJS cannot load as they are.
  transformIgnorePatterns: ['/node_modules/(?!(@sparticuz|fauxqs|jose|oauth4webapi)/)'],
  moduleNameMapper: { '^fauxqs$': '<rootDir>/node_modules/fauxqs/dist/app.js' },
  moduleFileExtensions: ['ts', 'tsx', 'js', 'cjs', 'mjs', 'json'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  modulePathIgnorePatterns: ['<rootDir>/.rolecall', '<rootDir>/.serverless', '<rootDir>/dist'],
  sandboxInjectedGlobals: GLOBALS,
  coverageProvider: 'v8',
  // A machine that has other things to do is no defect.
  testTimeout: 120_000,
  // Much of the time is spent waiting for queues and processes, so there are more workers than cores.
  maxWorkers: Math.max(2, Math.ceil(1.5 * require('node:os').availableParallelism())),
};
