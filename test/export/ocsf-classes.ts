/**
 * The classes and objects of OCSF 1.7.0 that an export uses, as the schema publishes them: every attribute that exists, with
 * its type, which ones are required, and of which at least one has to be there. https://schema.ocsf.io/1.7.0/
 * An attribute that is not listed here does not exist there.
 */
type Type =
  | 'text'
  | 'whole'
  | 'moment'
  | 'yes-no'
  | 'texts'
  | 'any'
  | readonly number[]
  | `${string}[]`
  | `@${string}`;

export interface OcsfShape {
  readonly required: readonly string[];
  readonly atLeastOne?: readonly string[];
  readonly attributes: Readonly<Record<string, Type>>;
}

const LEVELS = [0, 1, 2, 3, 4, 99];

const BASE = {
  activity_name: 'text',
  category_name: 'text',
  category_uid: 'whole',
  class_name: 'text',
  class_uid: 'whole',
  count: 'whole',
  duration: 'whole',
  end_time: 'moment',
  message: 'text',
  metadata: '@metadata',
  observables: '@observable[]',
  raw_data: 'text',
  severity: 'text',
  severity_id: [0, 1, 2, 3, 4, 5, 6, 99],
  start_time: 'moment',
  status: 'text',
  status_code: 'text',
  status_detail: 'text',
  status_id: [0, 1, 2, 99],
  time: 'moment',
  timezone_offset: 'whole',
  type_name: 'text',
  type_uid: 'whole',
  unmapped: 'any',
  // The profile `cloud`.
  cloud: '@cloud',
  api: '@api',
} as const satisfies Readonly<Record<string, Type>>;

const REQUIRED = [
  'activity_id',
  'category_uid',
  'class_uid',
  'metadata',
  'severity_id',
  'time',
  'type_uid',
  'cloud',
];

export const OCSF_CLASSES: Readonly<Record<number, OcsfShape>> = {
  0: { required: REQUIRED, attributes: { ...BASE, activity_id: [0, 99] } },
  3002: {
    required: [...REQUIRED, 'user'],
    atLeastOne: ['service', 'dst_endpoint'],
    attributes: {
      ...BASE,
      activity_id: [0, 1, 2, 3, 4, 5, 6, 7, 99],
      account_switch_type: 'text',
      account_switch_type_id: [0, 1, 2, 99],
      actor: '@actor',
      auth_protocol: 'text',
      auth_protocol_id: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 99],
      dst_endpoint: '@network_endpoint',
      http_request: '@http_request',
      is_cleartext: 'yes-no',
      is_mfa: 'yes-no',
      is_new_logon: 'yes-no',
      is_remote: 'yes-no',
      logon_type: 'text',
      logon_type_id: [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 99],
      service: '@service',
      session: '@session',
      src_endpoint: '@network_endpoint',
      user: '@user',
    },
  },
  6003: {
    required: [...REQUIRED, 'actor', 'api', 'src_endpoint'],
    attributes: {
      ...BASE,
      activity_id: [0, 1, 2, 3, 4, 99],
      actor: '@actor',
      dst_endpoint: '@network_endpoint',
      http_request: '@http_request',
      resources: '@resource_details[]',
      src_endpoint: '@network_endpoint',
    },
  },
};

export const OCSF_OBJECTS: Readonly<Record<string, OcsfShape>> = {
  metadata: {
    required: ['product', 'version'],
    attributes: {
      correlation_uid: 'text',
      event_code: 'text',
      labels: 'texts',
      log_format: 'text',
      log_level: 'text',
      log_name: 'text',
      log_provider: 'text',
      log_source: 'text',
      log_version: 'text',
      logged_time: 'moment',
      modified_time: 'moment',
      original_event_uid: 'text',
      original_time: 'text',
      processed_time: 'moment',
      product: '@product',
      profiles: 'texts',
      sequence: 'whole',
      source: 'text',
      tenant_uid: 'text',
      type: 'text',
      uid: 'text',
      version: 'text',
    },
  },
  product: {
    required: [],
    atLeastOne: ['name', 'uid'],
    attributes: {
      name: 'text',
      uid: 'text',
      cpe_name: 'text',
      lang: 'text',
      path: 'text',
      url_string: 'text',
      vendor_name: 'text',
      version: 'text',
    },
  },
  user: {
    required: [],
    atLeastOne: ['account', 'name', 'uid'],
    attributes: {
      name: 'text',
      uid: 'text',
      account: '@account',
      credential_uid: 'text',
      display_name: 'text',
      domain: 'text',
      email_addr: 'text',
      full_name: 'text',
      has_mfa: 'yes-no',
      risk_level: 'text',
      risk_level_id: LEVELS,
      type: 'text',
      type_id: LEVELS,
      uid_alt: 'text',
    },
  },
  account: {
    required: [],
    atLeastOne: ['name', 'uid'],
    attributes: {
      name: 'text',
      uid: 'text',
      labels: 'texts',
      type: 'text',
      type_id: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 99],
    },
  },
  actor: {
    required: [],
    atLeastOne: ['process', 'user', 'invoked_by', 'session', 'app_name', 'app_uid'],
    attributes: {
      app_name: 'text',
      app_uid: 'text',
      invoked_by: 'text',
      session: '@session',
      user: '@user',
    },
  },
  session: {
    required: [],
    attributes: {
      count: 'whole',
      created_time: 'moment',
      credential_uid: 'text',
      expiration_reason: 'text',
      expiration_time: 'moment',
      is_mfa: 'yes-no',
      is_remote: 'yes-no',
      is_vpn: 'yes-no',
      issuer: 'text',
      terminal: 'text',
      uid: 'text',
      uid_alt: 'text',
      uuid: 'text',
    },
  },
  network_endpoint: {
    required: [],
    atLeastOne: [
      'ip',
      'uid',
      'name',
      'hostname',
      'svc_name',
      'instance_uid',
      'interface_uid',
      'interface_name',
      'domain',
    ],
    attributes: {
      name: 'text',
      uid: 'text',
      domain: 'text',
      hostname: 'text',
      instance_uid: 'text',
      interface_name: 'text',
      interface_uid: 'text',
      ip: 'text',
      mac: 'text',
      port: 'whole',
      svc_name: 'text',
      type: 'text',
      vpc_uid: 'text',
      zone: 'text',
    },
  },
  service: {
    required: [],
    atLeastOne: ['name', 'uid'],
    attributes: { name: 'text', uid: 'text', labels: 'texts', version: 'text' },
  },
  api: {
    required: ['operation'],
    attributes: { operation: 'text', service: '@service', version: 'text' },
  },
  http_request: {
    required: [],
    attributes: {
      args: 'text',
      http_method: 'text',
      length: 'whole',
      referrer: 'text',
      uid: 'text',
      user_agent: 'text',
      version: 'text',
      x_forwarded_for: 'texts',
    },
  },
  resource_details: {
    required: [],
    atLeastOne: ['name', 'uid'],
    attributes: {
      name: 'text',
      uid: 'text',
      cloud_partition: 'text',
      criticality: 'text',
      labels: 'texts',
      namespace: 'text',
      region: 'text',
      type: 'text',
      version: 'text',
      zone: 'text',
    },
  },
  observable: {
    required: ['type_id'],
    attributes: {
      event_uid: 'text',
      name: 'text',
      type: 'text',
      type_id: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 99],
      type_uid: 'whole',
      value: 'text',
    },
  },
  cloud: {
    required: ['provider'],
    attributes: {
      provider: 'text',
      account: '@account',
      cloud_partition: 'text',
      project_uid: 'text',
      region: 'text',
      zone: 'text',
    },
  },
};

/** Everything that is wrong with an event, each with its path. */
export const ocsfProblems = (event: Readonly<Record<string, unknown>>): readonly string[] => {
  const shape = OCSF_CLASSES[Number(event['class_uid'])];
  if (shape === undefined) return [`class_uid ${String(event['class_uid'])} is none that an export uses`];
  const sum =
    event['type_uid'] === Number(event['class_uid']) * 100 + Number(event['activity_id'])
      ? []
      : ['type_uid is not the class and the activity'];
  return [...sum, ...problemsOf(event, shape, '')];
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const problemsOf = (
  value: Readonly<Record<string, unknown>>,
  { required, atLeastOne, attributes }: OcsfShape,
  path: string,
): readonly string[] => [
  ...required.filter((name) => value[name] === undefined).map((name) => `${path}${name} is missing`),
  ...(atLeastOne === undefined || atLeastOne.some((name) => value[name] !== undefined)
    ? []
    : [`${path} has none of ${atLeastOne.join(', ')}`]),
  ...Object.entries(value).flatMap(([name, each]) => {
    const type = attributes[name];
    return type === undefined
      ? [`${path}${name} does not exist`]
      : problemsOfValue(each, type, `${path}${name}`);
  }),
];

const problemsOfValue = (value: unknown, type: Type, path: string): readonly string[] => {
  if (typeof type !== 'string')
    return type.some((one) => one === value) ? [] : [`${path} is ${String(value)}`];
  if (type.endsWith('[]')) {
    return Array.isArray(value)
      ? value.flatMap((each, index) =>
          problemsOfValue(each, type.slice(0, -2) as Type, `${path}[${String(index)}]`),
        )
      : [`${path} is no list`];
  }
  if (type.startsWith('@')) {
    const shape = OCSF_OBJECTS[type.slice(1)];
    return isObject(value) && shape !== undefined
      ? problemsOf(value, shape, `${path}.`)
      : [`${path} is no ${type.slice(1)}`];
  }
  return TYPES[type]?.(value) === true ? [] : [`${path} is no ${type}: ${String(value)}`];
};

const isWhole = (value: unknown): boolean => Number.isInteger(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string' && value !== '',
  whole: isWhole,
  moment: (value) => isWhole(value) && Number(value) > 1_000_000_000_000,
  'yes-no': (value) => typeof value === 'boolean',
  texts: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  any: isObject,
};
