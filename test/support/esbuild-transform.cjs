// Jest runs TypeScript through esbuild: types are checked by `npm run check`, not by every test run.
const { createHash } = require('node:crypto');
const { transformSync, version } = require('esbuild');

module.exports = {
  process(source, file) {
    const loader = file.endsWith('x') ? 'tsx' : /js$/.test(file) ? 'js' : 'ts';
    const { code, map } = transformSync(source, {
      loader,
      format: 'cjs',
      target: 'node20',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      // Beside the code, not in it: every test file compiles it again.
      sourcemap: 'external',
      sourcefile: file,
    });
    return { code, map };
  },
  getCacheKey: (source, file) =>
    createHash('sha256').update('2').update(version).update(file).update('\0').update(source).digest('hex'),
};
