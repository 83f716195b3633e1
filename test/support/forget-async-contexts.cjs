/**
 * Jest opens a context of its own for every test file and never closes it. Node 20 hands each open one on with every
 * promise, so that a worker's hundredth file would pay for ninety-nine that are over. They are closed before the next file.
 */
'use strict';

const { AsyncLocalStorage } = require('node:async_hooks');

const OPEN = Symbol.for('rolecall.openAsyncContexts');

const watch = () => {
  const open = new Set();
  const { run } = AsyncLocalStorage.prototype;
  AsyncLocalStorage.prototype.run = function (...given) {
    open.add(this);
    return run.apply(this, given);
  };
  return open;
};

AsyncLocalStorage[OPEN] ??= watch();
for (const context of AsyncLocalStorage[OPEN]) context.disable();
AsyncLocalStorage[OPEN].clear();
