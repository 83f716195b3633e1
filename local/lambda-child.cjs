/**
 * Runs inside one function's process: loads the unpacked zip and answers invocations one after the other, as Lambda
 * does. Plain CommonJS, because it is what a fresh process starts from. When the laptop dies, so does it.
 */
'use strict';

const Module = require('node:module');
const { join } = require('node:path');

const taskRoot = process.env.LAMBDA_TASK_ROOT;

// Only what was packed: a module that is missing from the zip must be missing here as well.
const nodeModulePaths = Module._nodeModulePaths;
Module._nodeModulePaths = (from) => nodeModulePaths(from).filter((path) => path.startsWith(taskRoot));

process.on('disconnect', () => process.exit(0));

const loadHandler = () => {
  const [, file, name] = /^(.+)\.([^.]+)$/.exec(process.env._HANDLER);
  const handler = require(join(taskRoot, file))[name];
  if (typeof handler !== 'function') throw new Error(`${process.env._HANDLER} is not a function`);
  return handler;
};

const contextOf = ({ requestId, remainingMs }) => {
  const started = performance.now();
  return {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: process.env.ROLECALL_FUNCTION_ARN,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(remainingMs - (performance.now() - started))),
  };
};

const describe = (error) => ({
  errorType: error instanceof Error ? error.name : 'Error',
  errorMessage: error instanceof Error ? error.message : String(error),
});

let handler;
process.on('message', async (invocation) => {
  try {
    handler ??= loadHandler();
    const value = await handler(invocation.event, contextOf(invocation));
    process.send({ requestId: invocation.requestId, ok: true, value: value === undefined ? null : value });
  } catch (error) {
    // The stack goes to the function's log, as Lambda writes it to CloudWatch.
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.send({ requestId: invocation.requestId, ok: false, error: describe(error) });
  }
});
