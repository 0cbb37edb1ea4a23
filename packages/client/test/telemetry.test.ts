import { createTelemetry } from '@auth/core-errors/telemetry'
import { TokenValidator } from '@auth/tokens'
import { ResourceServer, type ResourceServerEvent } from '@auth/tokens/resource-server'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { startIssuer, type Issuer } from 'issuer'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AuthPlatformClient, type AuthPlatformClientEvent } from '../src/index.ts'

let issuer: Issuer
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.close())
afterEach(async () => {
  await issuer.fail('none')
  context.disable()
})

function collect() {
  const spanExporter = new InMemorySpanExporter()
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spanExporter })] })
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 })
  const meterProvider = new MeterProvider({ readers: [reader] })
  return {
    onEvent: createTelemetry({ tracerProvider, meterProvider }),
    tracer: tracerProvider.getTracer('test'),
    spans: () => spanExporter.getFinishedSpans(),
    readMetrics: async () => {
      await reader.forceFlush()
      return (
        metricExporter
          .getMetrics()
          .at(-1)
          ?.scopeMetrics.flatMap(({ metrics }) => metrics) ?? []
      )
    },
  }
}

function createClient(more: object = {}): AuthPlatformClient {
  const { clientId, clientSecret } = issuer.clients.service
  return new AuthPlatformClient({
    baseUrl: issuer.issuer,
    clientId,
    clientSecret,
    audience: issuer.resources[0].identifier,
    allowInsecureLoopback: true,
    maxRetries: 0,
    ...more,
  })
}

describe('telemetry of a real sign-in of a service', () => {
  it('has a span and a duration of token request, attempts, key refresh and validation, all children of the caller’s span', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager())
    const { onEvent, tracer, spans, readMetrics } = collect()
    await using client = createClient({ onEvent })
    const server = new ResourceServer({
      issuer: issuer.issuer,
      audience: issuer.resources[0].audience,
      allowInsecureLoopback: true,
      onEvent,
    })
    const token = await tracer.startActiveSpan('request', async (span) => {
      const { accessToken } = await client.clientCredentials()
      await client.validateToken(accessToken)
      await server.authenticate({ method: 'GET', url: '/', headers: { authorization: `Bearer ${accessToken}` } })
      span.end()
      return accessToken
    })
    const request = spans().find(({ name }) => name === 'request')
    const children = spans().filter(({ parentSpanContext }) => parentSpanContext?.spanId === request?.spanContext().spanId)
    expect(children.map(({ name, attributes }) => `${name} ${String(attributes['auth.outcome'])}`).sort()).toEqual([
      'auth.http.attempt answered',
      'auth.jwks.refresh refreshed',
      'auth.jwks.refresh refreshed',
      'auth.token.request granted',
      'auth.validation accepted',
      'auth.validation accepted',
    ])
    const metrics = await readMetrics()
    const counts = metrics.map(({ descriptor, dataPoints }) => `${descriptor.name} ${dataPoints.length}`)
    expect(counts.sort()).toEqual([
      'auth.http.attempt.duration 1',
      'auth.jwks.refresh.duration 1',
      'auth.token.request.duration 1',
      'auth.validation.duration 2', // with and without a scheme
    ])
    const told = JSON.stringify([spans().map(({ name, attributes, events }) => [name, attributes, events]), metrics])
    const { clientId, clientSecret } = issuer.clients.service
    for (const secret of [token, clientSecret, clientId, ...token.split('.')]) expect(told).not.toContain(secret)
  })

  it('counts the changes of a circuit, and tells an outage from a refusal', async () => {
    const { onEvent, spans, readMetrics } = collect()
    let now = 0
    const monotonicNow = (): number => now
    const circuitBreaker = { failureThreshold: 2, recoveryTimeoutSeconds: 30 }
    await using client = createClient({ onEvent, circuitBreaker, monotonicNow })
    await client.clientCredentials()
    await issuer.fail('error', { endpoint: 'token' })
    for (let call = 0; call < 3; call++) await client.clientCredentials().catch(() => undefined)
    await issuer.fail('none', { endpoint: 'token' })
    now += 31_000
    await client.clientCredentials()
    await client.jwtBearer({ assertion: 'no.such.assertion' }).catch(() => undefined)
    const events = (await readMetrics()).find(({ descriptor }) => descriptor.name === 'auth.events')
    expect(events?.dataPoints.map(({ attributes }) => attributes['auth.event'])).toEqual([
      'circuit_opened',
      'circuit_half_opened',
      'circuit_closed',
    ])
    const requests = spans().filter(({ name }) => name === 'auth.token.request')
    expect(requests.map(({ attributes }) => attributes['auth.outcome'])).toEqual([
      'granted',
      'unavailable',
      'unavailable',
      'unavailable',
      'granted',
      'refused',
    ])
  })
})

describe('one correlation id', () => {
  it('is in every event that a call causes', async () => {
    const events: AuthPlatformClientEvent[] = []
    await using client = createClient({ onEvent: (event: AuthPlatformClientEvent) => void events.push(event) })
    await client.clientCredentials({}, { correlationId: 'order-7' })
    expect(events.map((event) => [event.type, 'correlationId' in event && event.correlationId])).toEqual([
      ['attempt_answered', 'order-7'],
      ['tokens_granted', 'order-7'],
    ])
  })
})

describe('every event', () => {
  /** Written out by type alone, so that a new one does not compile until it stands here and in the table of telemetry. */
  const types: Readonly<Record<(AuthPlatformClientEvent | ResourceServerEvent)['type'], true>> = {
    attempt_answered: true,
    attempt_failed: true,
    retry_scheduled: true,
    retry_refused: true,
    circuit_opened: true,
    circuit_half_opened: true,
    circuit_closed: true,
    jwks_refreshed: true,
    jwks_withdrawn: true,
    jwks_refresh_failed: true,
    jwks_storage_failed: true,
    request_accepted: true,
    request_refused: true,
    request_undecided: true,
    proof_replayed: true,
    replay_check_skipped: true,
    token_accepted: true,
    token_refused: true,
    token_undecided: true,
    tokens_granted: true,
    tokens_refused: true,
    tokens_unavailable: true,
  }

  it.each(Object.keys(types))('is told by telemetry: %s', async (type) => {
    const { onEvent, readMetrics } = collect()
    onEvent({ type })
    expect((await readMetrics()).map(({ dataPoints }) => dataPoints.length)).toEqual([1])
  })

  it('fits the one listener', () => {
    const onEvent = createTelemetry()
    const given = { issuer: 'https://id.example', audience: 'api', onEvent, onKeyEvent: onEvent }
    expect(new ResourceServer(given)).toBeDefined()
    expect(new TokenValidator(given)).toBeDefined()
    expect(trace.getActiveSpan()).toBeUndefined()
  })
})
