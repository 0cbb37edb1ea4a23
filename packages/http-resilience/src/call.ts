import { checkFunction, checkObject, checkOption, checkString, checkUrl } from '@auth/core-errors/options'
import { checkSignal } from './check-signal.ts'
import { type CheckedHTTPExecutorOptions, checkTimeout } from './http-executor-options.ts'
import { checkRetryConfig, type RetryConfig } from './retry-config.ts'
import { type RetryRule, selectRetryRule } from './retry-rule.ts'

/** What one attempt sends beside, or instead of, what all of them send. */
export interface AttemptInit {
  /** Are set over the call's headers of the same name. */
  readonly headers?: RequestInit['headers'] | undefined
  /** Takes the place of the call's body. */
  readonly body?: RequestInit['body'] | undefined
}

/** What a call takes: the init of `fetch`, and how the call is to be made. A `redirect` in it has no effect: none is followed. */
export interface ExecuteInit extends RequestInit {
  /** What kind of endpoint this is: each has a circuit, a retry budget and a concurrency limit of its own. @default 'default' */
  readonly kind?: string | undefined
  /**
   * `false` sends the request once, whatever happens. A configuration says that it may be sent twice, whatever its method.
   * @default the executor's rule, for GET, HEAD, OPTIONS, PUT, DELETE, and for what was never sent
   */
  readonly retry?: RetryConfig | false | undefined
  /** How long this call may take, in seconds. @default the executor's `timeoutSeconds` */
  readonly deadlineSeconds?: number | undefined
  /** Makes what must be fresh on each attempt, such as a proof or an assertion. What it throws ends the call. */
  readonly prepare?: ((attempt: number) => AttemptInit | Promise<AttemptInit>) | undefined
  /** Goes into the events of a call, and into the error of one that fails. */
  readonly correlationId?: string | undefined
}

/** One call, checked. */
export interface Call {
  readonly method: string
  readonly url: string
  /** Without its query, for events. */
  readonly publicUrl: string
  readonly origin: string
  readonly kind: string
  readonly init: RequestInit
  readonly prepare: ((attempt: number) => AttemptInit | Promise<AttemptInit>) | undefined
  readonly rule: RetryRule
  readonly timeoutSeconds: number
  readonly callerSignal: AbortSignal | undefined
  readonly correlationId: string | undefined
}

/** A call from what the caller passed. @throws {InvalidConfigError} VAL_2002 naming the argument or the member of `init` */
export function parseCall(method: string, url: string | URL, init: ExecuteInit, options: CheckedHTTPExecutorOptions): Call {
  const { kind = 'default', retry, deadlineSeconds, prepare, correlationId, signal, ...requestInit } = checkObject(init, 'init')
  const verb = checkString(method, 'method').toUpperCase()
  const target = checkUrl(url, 'url', options.allowInsecureLoopback)
  const { origin, pathname } = new URL(target)
  return {
    method: verb,
    url: target,
    publicUrl: origin + pathname,
    origin,
    kind: checkString(kind, 'kind'),
    init: checkRequestInit(target, { ...requestInit, method: verb }),
    prepare: prepare && checkFunction(prepare, 'prepare'),
    rule: selectRetryRule({
      method: verb,
      body: init.body,
      ofCall: retry && checkRetryConfig(retry),
      byDefault: options.retry,
    }),
    timeoutSeconds: deadlineSeconds === undefined ? options.timeoutSeconds : checkTimeout(deadlineSeconds, 'deadlineSeconds'),
    callerSignal: checkSignal(signal, 'signal'),
    correlationId,
  }
}

/** The init of one attempt. @throws {InvalidConfigError} VAL_2002 when what was prepared cannot be sent */
export async function prepareInit({ url, init, prepare }: Call, attempt: number): Promise<RequestInit> {
  if (!prepare) return init
  const { headers, body = init.body ?? null } = checkObject(await prepare(attempt), 'prepare')
  const merged = new Headers(init.headers)
  for (const [name, value] of toHeaders(headers)) merged.set(name, value)
  return checkRequestInit(url, { ...init, headers: merged, body })
}

/** What `fetch` itself would refuse is no failure of the server's. Its own words are dropped: they quote header values. */
function checkRequestInit(url: string, init: RequestInit): RequestInit {
  const headers = toHeaders(init.headers)
  const { method = 'GET', body } = init
  checkOption(body == null || !/^(GET|HEAD)$/.test(method), body, 'body', `absent in a ${method} request`)
  if (!isSendable(url, { ...init, headers, body: null, redirect: 'manual' })) {
    const culprit = isSendable(url, { method }) ? 'init' : 'method'
    checkOption(false, culprit, culprit, 'what fetch can send')
  }
  return { ...init, headers }
}

function isSendable(url: string, init: RequestInit): boolean {
  try {
    return Boolean(new Request(url, init))
  } catch {
    return false
  }
}

function toHeaders(init: RequestInit['headers']): Headers {
  let headers: Headers | undefined
  try {
    headers = new Headers(init)
  } catch {}
  return checkOption(headers !== undefined, headers as Headers, 'headers', 'header names and values that may be sent')
}
