/** What the product may write to its log: a constant name, and fields that hold no secret and no whole event. */

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Logger {
  info(name: string, fields?: LogFields): void;
  warn(name: string, fields?: LogFields): void;
  error(name: string, fields?: LogFields, cause?: unknown): void;
}

export interface Metrics {
  /** Adds to a CloudWatch metric of the `Rolecall` namespace. */
  count(name: MetricName, value?: number): void;
  /** Records a duration or an age in seconds. */
  seconds(name: MetricName, value: number): void;
}

export const METRIC_NAMES = [
  'AccessRecorded',
  'AccessDuplicate',
  'RecordIgnored',
  'RecordUnreadable',
  'DeliverySent',
  'DeliveryRetried',
  'DeliveryRejected',
  'DeliveryPending',
  'DeliveryOldestPendingAge',
  'DeliveryDelay',
  'SweepCompleted',
  'SweepFoundMissed',
  'SweepQuestionFailed',
  'ReconcileCompleted',
  'AccessGrouped',
  'AccessExpected',
  'ExceptionsUnread',
  'RecordLag',
  'HeartbeatSeen',
  'HeartbeatLag',
  'LastRecordAge',
  'DestinationDown',
  'DeadLetterRecorded',
  'SubscriptionUnconfirmed',
  'SealCompleted',
  'SealLag',
  'SweepStepFailed',
  'DoctorBroken',
  'CanaryDelay',
  'CanaryMissing',
  'EnrichmentFound',
  'EnrichmentStepFailed',
  'EnrichmentNotAllowed',
  'EnrichmentSkipped',
] as const;

export type MetricName = (typeof METRIC_NAMES)[number];
