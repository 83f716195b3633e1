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

/**
 * A machine whose clock is off. Nothing is touched as long as no invocation asks for it; timers are never touched:
 * a second stays a second.
 */
const MachineDate = Date;
let clockOffsetMs = 0;
const shiftedNow = () => MachineDate.now() + clockOffsetMs;
const ShiftedDate = new Proxy(MachineDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [shiftedNow()] : args, newTarget),
  apply: () => new MachineDate(shiftedNow()).toString(),
  get: (target, name) => (name === 'now' ? shiftedNow : Reflect.get(target, name)),
});

const setClock = (offset) => {
  clockOffsetMs = offset;
  if (offset !== 0) globalThis.Date = ShiftedDate;
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
  // From here on it may have had effects, whatever becomes of this process.
  process.send({ requestId: invocation.requestId, begun: true });
  try {
    setClock(invocation.clockOffsetMs ?? 0);
    handler ??= loadHandler();
    const value = await handler(invocation.event, contextOf(invocation));
    process.send({ requestId: invocation.requestId, ok: true, value: value === undefined ? null : value });
  } catch (error) {
    // The stack goes to the function's log, as Lambda writes it to CloudWatch.
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.send({ requestId: invocation.requestId, ok: false, error: describe(error) });
  }
});
