/**
 * Jest compiles every module anew for every test file. V8 takes what it found out the first time, as long as the text is the
 * same: it refuses what does not fit. https://nodejs.org/docs/latest-v20.x/api/vm.html#vmcompilefunctioncode-params-options
 */
'use strict';

const vm = require('node:vm');

const KEPT = Symbol.for('rolecall.keptCompiled');

const keepCompiled = () => {
  const kept = new Map();
  const { compileFunction } = vm;
  vm.compileFunction = (code, parameters, options) => {
    const known = kept.get(options?.filename);
    if (known?.code === code)
      return compileFunction(code, parameters, { ...options, cachedData: known.data });
    const compiled = compileFunction(code, parameters, { ...options, produceCachedData: true });
    if (options?.filename !== undefined) kept.set(options.filename, { code, data: compiled.cachedData });
    return compiled;
  };
  return kept;
};

vm[KEPT] ??= keepCompiled();
