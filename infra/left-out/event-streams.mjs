/** Stands in for the SDK's event streams (16 KB) in the bundles: no operation that the functions call has any. */
const refuse = () => {
  throw new Error('Event streams are not part of this bundle.');
};

export class EventStreamSerde {
  constructor() {
    refuse();
  }
}

/** The S3 client asks for these two while it is made, for an operation that is never called. */
export const eventStreamSerdeProvider = () => ({ serialize: refuse, deserialize: refuse });
export const resolveEventStreamSerdeConfig = (configuration) => configuration;
