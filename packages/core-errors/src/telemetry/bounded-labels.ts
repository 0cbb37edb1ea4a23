/** What is left of an event in a span or a metric: never more than a word that could have been written here. */
interface Label {
  readonly attribute: string
  /** The value, as the event has it. */
  readonly read: (event: Readonly<Record<string, unknown>>) => unknown
  /** What a value looks like; another one is `other`. */
  readonly pattern: RegExp
}

/** How many values one label may have; those that come later are `other`. */
const maxValues = 64

const other = 'other'

function toHost(value: unknown): unknown {
  return typeof value === 'string' ? URL.parse(value)?.host : undefined
}

/** What a label is called here. */
export type LabelName =
  | 'outcome'
  | 'event'
  | 'endpoint'
  | 'server'
  | 'method'
  | 'status'
  | 'code'
  | 'check'
  | 'scheme'
  | 'grant'
  | 'reason'
  | 'operation'

/** Every label that there is. Nothing else of an event is told: no URL, id, subject, key, correlation id or message. */
const labels: Readonly<Record<LabelName, Label>> = {
  outcome: { attribute: 'auth.outcome', read: ({ outcome }) => outcome, pattern: /^[a-z]{1,20}$/ },
  event: { attribute: 'auth.event', read: ({ type }) => type, pattern: /^[a-z_]{1,40}$/ },
  endpoint: { attribute: 'auth.endpoint', read: ({ kind }) => kind, pattern: /^[a-z][\w-]{0,39}$/i },
  server: {
    attribute: 'server.address',
    read: ({ origin, source }) => toHost(origin ?? source),
    pattern: /^([a-z\d.-]{1,253}|\[[\da-f:]{2,39}\])(:\d{1,5})?$/,
  },
  method: { attribute: 'http.request.method', read: ({ method }) => method, pattern: /^[A-Z]{1,10}$/ },
  status: { attribute: 'http.response.status_code', read: ({ statusCode }) => statusCode, pattern: /^[1-5]\d\d$/ },
  code: {
    attribute: 'error.type',
    read: ({ code, error }) => code ?? (error === undefined ? undefined : (Object(error)['code'] ?? other)),
    pattern: /^[A-Z]{3,4}_\d{4}$/,
  },
  check: { attribute: 'auth.check', read: ({ check }) => check, pattern: /^[a-z][a-z_]{0,31}$/ },
  scheme: { attribute: 'auth.scheme', read: ({ scheme }) => scheme, pattern: /^(Bearer|DPoP)$/ },
  grant: {
    attribute: 'auth.grant_type',
    read: ({ grant }) => grant,
    pattern: /^([a-z_]{1,40}|urn:(ietf|openid):params:(oauth:)?grant-type:[a-z\d-]{1,40})$/,
  },
  reason: { attribute: 'auth.reason', read: ({ reason }) => reason, pattern: /^[a-z_]{1,40}$/ },
  operation: { attribute: 'auth.operation', read: ({ operation }) => operation, pattern: /^(get|set)$/ },
}

/** Turns events into attributes; each label keeps to the first values that it saw. */
export class BoundedLabels {
  readonly #seen = new Map<string, Set<string>>()

  toAttributes(event: Readonly<Record<string, unknown>>, names: readonly LabelName[]): Record<string, string | number> {
    const attributes: Record<string, string | number> = {}
    for (const name of names) {
      const { attribute, read, pattern } = labels[name]
      const value = read(event)
      if (value !== undefined) attributes[attribute] = this.#bound(attribute, value, pattern)
    }
    return attributes
  }

  #bound(attribute: string, value: unknown, pattern: RegExp): string | number {
    if ((typeof value !== 'string' && typeof value !== 'number') || !pattern.test(String(value))) return other
    const seen = this.#seen.get(attribute) ?? new Set()
    this.#seen.set(attribute, seen)
    if (seen.size < maxValues) seen.add(String(value))
    return seen.has(String(value)) ? value : other
  }
}
