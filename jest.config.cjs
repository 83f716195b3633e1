module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/test'],
  testEnvironment: 'node',
  transform: { '\\.(ts|tsx|mjs|js)$': '<rootDir>/test/support/esbuild-transform.cjs' },
  // These two are ES modules, which Jest's CommonJS cannot load as they are.
  transformIgnorePatterns: ['/node_modules/(?!(@sparticuz|fauxqs)/)'],
  moduleNameMapper: { '^fauxqs$': '<rootDir>/node_modules/fauxqs/dist/app.js' },
  moduleFileExtensions: ['ts', 'tsx', 'js', 'cjs', 'mjs', 'json'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  modulePathIgnorePatterns: ['<rootDir>/.rolecall', '<rootDir>/.serverless', '<rootDir>/dist'],
  coverageProvider: 'v8',
  // Much of the time is spent waiting for queues and processes, so every core has something to do.
  maxWorkers: '100%',
};
