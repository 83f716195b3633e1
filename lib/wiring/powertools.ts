/** Log lines and metrics through Powertools: JSON only, so that a hostile text cannot break out of its line. */
import { LogFormatter, LogItem, Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { Metrics as PowertoolsMetrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Logger, Metrics } from '../kernel/logger.ts';

/** In a storm lines are what costs: the function's name, the trace and the sampling say nothing that the log group does not. */
class ShortLines extends LogFormatter {
  override formatAttributes(
    { logLevel: level, message, timestamp }: UnformattedAttributes,
    fields: LogAttributes,
  ): LogItem {
    const time = timestamp instanceof Date ? timestamp.toISOString() : timestamp;
    return new LogItem({ attributes: { level, message, timestamp: time, ...fields } });
  }
}

export const openLogger = (): Logger => {
  const logger = new PowertoolsLogger({ logFormatter: new ShortLines() });
  return {
    info: (name, fields = {}) => logger.info(name, { ...fields }),
    warn: (name, fields = {}) => logger.warn(name, { ...fields }),
    // Only the name of the cause: messages of errors may quote what was sent.
    error: (name, fields = {}, cause) =>
      logger.error(name, { ...fields, ...(cause instanceof Error ? { cause: cause.name } : {}) }),
  };
};

export interface FlushedMetrics extends Metrics {
  /** Writes what was counted: once per invocation. */
  flush(): void;
}

export const openMetrics = (): FlushedMetrics => {
  const metrics = new PowertoolsMetrics();
  return {
    count: (name, value = 1) => metrics.addMetric(name, MetricUnit.Count, value),
    seconds: (name, value) => metrics.addMetric(name, MetricUnit.Seconds, value),
    flush: () => metrics.publishStoredMetrics(),
  };
};
