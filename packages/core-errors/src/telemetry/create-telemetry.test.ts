import { context, metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { afterEach, describe, expect, it } from 'vitest'
import { createTelemetry, type ObservedEvent, type TelemetryOptions } from './create-telemetry.ts'

const now = (): number => 1_700_000_000_000
const millis = ([seconds, nanos]: readonly [number, number]): number => seconds * 1000 + nanos / 1e6

function setUp(more: TelemetryOptions = {}) {
  const spanExporter = new InMemorySpanExporter()
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spanExporter })] })
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 })
  const meterProvider = new MeterProvider({ readers: [reader] })
  const tell = createTelemetry({ tracerProvider, meterProvider, now, ...more }) as (event: ObservedEvent & Record<string, unknown>) => void
  const readMetrics = async () => {
    await reader.forceFlush()
    return (
      metricExporter
        .getMetrics()
        .at(-1)
        ?.scopeMetrics.flatMap(({ metrics }) => metrics) ?? []
    )
  }
  return { tell, tracerProvider, meterProvider, spans: (): ReadableSpan[] => spanExporter.getFinishedSpans(), readMetrics }
}

afterEach(() => {
  trace.disable()
  metrics.disable()
  context.disable()
})

describe('createTelemetry', () => {
  it.each([
    ['request_accepted', { scheme: 'Bearer' }, 'auth.validation', { 'auth.outcome': 'accepted', 'auth.scheme': 'Bearer' }],
    [
      'request_refused',
      { code: 'AUTH_1002', check: 'aud' },
      'auth.validation',
      { 'auth.outcome': 'refused', 'error.type': 'AUTH_1002', 'auth.check': 'aud' },
    ],
    ['request_undecided', { error: { code: 'SRV_5002' } }, 'auth.validation', { 'auth.outcome': 'undecided', 'error.type': 'SRV_5002' }],
    ['token_accepted', {}, 'auth.validation', { 'auth.outcome': 'accepted' }],
    ['token_refused', { code: 'AUTH_1001' }, 'auth.validation', { 'auth.outcome': 'refused', 'error.type': 'AUTH_1001' }],
    ['token_undecided', { error: 'x' }, 'auth.validation', { 'auth.outcome': 'undecided', 'error.type': 'other' }],
    [
      'jwks_refreshed',
      { source: 'https://id.example/k' },
      'auth.jwks.refresh',
      { 'auth.outcome': 'refreshed', 'server.address': 'id.example' },
    ],
    [
      'jwks_withdrawn',
      { source: 'https://id.example/k' },
      'auth.jwks.refresh',
      { 'auth.outcome': 'withdrawn', 'server.address': 'id.example' },
    ],
    ['jwks_refresh_failed', { error: { code: 'NET_3002' } }, 'auth.jwks.refresh', { 'auth.outcome': 'failed', 'error.type': 'NET_3002' }],
    ['tokens_granted', { grant: 'refresh_token' }, 'auth.token.request', { 'auth.outcome': 'granted', 'auth.grant_type': 'refresh_token' }],
    ['tokens_refused', { code: 'VAL_2004' }, 'auth.token.request', { 'auth.outcome': 'refused', 'error.type': 'VAL_2004' }],
    ['tokens_unavailable', { code: 'NET_3001' }, 'auth.token.request', { 'auth.outcome': 'unavailable', 'error.type': 'NET_3001' }],
    [
      'attempt_answered',
      { kind: 'tokenEndpoint', origin: 'https://id.example', method: 'POST', statusCode: 200, url: 'https://id.example/token', attempt: 1 },
      'auth.http.attempt',
      {
        'auth.outcome': 'answered',
        'auth.endpoint': 'tokenEndpoint',
        'server.address': 'id.example',
        'http.request.method': 'POST',
        'http.response.status_code': 200,
      },
    ],
    ['attempt_failed', { code: 'NET_3003' }, 'auth.http.attempt', { 'auth.outcome': 'failed', 'error.type': 'NET_3003' }],
  ])('makes a span and a duration of %s', async (type, facts, name, attributes) => {
    const { tell, spans, readMetrics } = setUp()
    tell({ type, durationSeconds: 0.25, ...facts })
    const [span] = spans()
    expect(span).toMatchObject({ name, attributes })
    expect(Object.keys(span?.attributes ?? {})).toEqual(Object.keys(attributes))
    expect(millis(span?.endTime ?? [0, 0]) - millis(span?.startTime ?? [0, 0])).toBeCloseTo(250, 3)
    expect(millis(span?.endTime ?? [0, 0])).toBe(now())
    const metric = (await readMetrics()).find(({ descriptor }) => descriptor.name === `${name}.duration`)
    expect(metric?.descriptor.unit).toBe('s')
    expect(metric?.dataPoints).toEqual([expect.objectContaining({ attributes, value: expect.objectContaining({ count: 1, sum: 0.25 }) })])
  })

  it.each([
    ['request_refused', SpanStatusCode.UNSET],
    ['tokens_refused', SpanStatusCode.UNSET],
    ['request_undecided', SpanStatusCode.ERROR],
    ['tokens_unavailable', SpanStatusCode.ERROR],
    ['jwks_refresh_failed', SpanStatusCode.ERROR],
    ['attempt_failed', SpanStatusCode.ERROR],
  ])('a refusal is an answer, an outage an error: %s has the status %i', (type, code) => {
    const { tell, spans } = setUp()
    tell({ type, durationSeconds: 1 })
    expect(spans()[0]?.status.code).toBe(code)
  })

  it('tells calls from work within the process', () => {
    const { tell, spans } = setUp()
    tell({ type: 'attempt_answered' })
    tell({ type: 'request_accepted' })
    expect(spans().map(({ kind }) => kind)).toEqual([SpanKind.CLIENT, SpanKind.INTERNAL])
  })

  it.each(['circuit_opened', 'circuit_half_opened', 'circuit_closed', 'retry_scheduled', 'proof_replayed', 'replay_check_skipped'])(
    'counts %s, and tells it to the span under way',
    async (type) => {
      context.setGlobalContextManager(new AsyncLocalStorageContextManager())
      const { tell, tracerProvider, spans, readMetrics } = setUp()
      tracerProvider.getTracer('test').startActiveSpan('request', (span) => {
        tell({ type, kind: 'jwks', origin: 'https://id.example' })
        span.end()
      })
      const attributes = expect.objectContaining({ 'auth.event': type })
      expect(spans()).toEqual([
        expect.objectContaining({ name: 'request', events: [expect.objectContaining({ name: `auth.${type}`, attributes })] }),
      ])
      const metric = (await readMetrics()).find(({ descriptor }) => descriptor.name === 'auth.events')
      expect(metric?.dataPoints).toEqual([expect.objectContaining({ attributes, value: 1 })])
    },
  )

  it('is a child of the span that the caller has under way', () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager())
    const { tell, tracerProvider, spans } = setUp()
    tracerProvider.getTracer('test').startActiveSpan('request', (span) => {
      tell({ type: 'request_accepted', durationSeconds: 0 })
      span.end()
    })
    const [child, parent] = spans()
    expect(child?.parentSpanContext?.spanId).toBe(parent?.spanContext().spanId)
  })

  it('uses the global providers, also when they are registered later', async () => {
    const tell = createTelemetry({ now })
    tell({ type: 'request_accepted' })
    const { tracerProvider, meterProvider, spans, readMetrics } = setUp()
    trace.setGlobalTracerProvider(tracerProvider)
    metrics.setGlobalMeterProvider(meterProvider)
    tell({ type: 'request_accepted' })
    expect(spans()).toHaveLength(1)
    expect((await readMetrics()).map(({ descriptor }) => descriptor.name)).toContain('auth.validation.duration')
  })

  it('says nothing of what it does not know, nor of more than its labels', async () => {
    const { tell, spans, readMetrics } = setUp()
    tell({ type: 'eyJhbGciOiJSUzI1NiJ9' })
    tell({ type: 'constructor' })
    expect([spans(), (await readMetrics()).map(({ dataPoints }) => dataPoints.length)]).toEqual([[], []])
    const secrets = { kid: 's3cret-1', sub: 's3cret-2', correlationId: 's3cret-3', issuer: 's3cret-4', url: 'https://x.example/?s3cret' }
    tell({ type: 'request_refused', ...secrets, check: 's3cret 5', code: 's3cret-6', error: { message: 's3cret-7' } })
    tell({
      type: 'attempt_failed',
      ...secrets,
      origin: 'https://s3cret@x.example',
      kind: '?s3cret',
      method: 's3cret',
      statusCode: 's3cret',
    })
    tell({ type: 'jwks_refreshed', source: 'https://x.example/keys?s3cret' })
    const all = JSON.stringify([
      spans().map(({ name, attributes, events, status }) => [name, attributes, events, status]),
      await readMetrics(),
    ])
    expect(all).not.toContain('s3cret')
    expect(all).toContain('x.example')
  })

  it.each([
    [null, 'options'],
    [{ tracerProvider: {} }, 'tracerProvider.getTracer'],
    [{ meterProvider: 1 }, 'meterProvider'],
    [{ now: 1 }, 'now'],
  ])('refuses %j and names it', (options, option) => {
    expect(() => createTelemetry(options as never)).toThrow(expect.objectContaining({ code: 'VAL_2002', details: { option } }))
  })
})
