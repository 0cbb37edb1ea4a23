import {
  type Attributes,
  type Counter,
  type Histogram,
  type MeterProvider,
  metrics,
  SpanKind,
  SpanStatusCode,
  trace,
  type TracerProvider,
} from '@opentelemetry/api'
import { checkFunction, checkObject } from '../options/check-kind.ts'
import { BoundedLabels } from './bounded-labels.ts'
import { type Observation, observations } from './observation.ts'

/** What any `onEvent` of the `@auth` packages is told. */
export interface ObservedEvent {
  readonly type: string
}

/** For every `onEvent` and `onKeyEvent`. */
export type TelemetryListener = (event: ObservedEvent) => void

/** Where spans and metrics go. */
export interface TelemetryOptions {
  /** @default the global one, also when it is registered later */
  readonly tracerProvider?: TracerProvider | undefined
  /** @default the global one, also when it is registered later */
  readonly meterProvider?: MeterProvider | undefined
  /** The wall clock, in milliseconds: when a span that is told at its end has begun. @default Date.now */
  readonly now?: (() => number) | undefined
}

/** The instruments of one meter provider. */
interface Instruments {
  readonly provider: MeterProvider
  readonly events: Counter
  readonly durations: Map<string, Histogram>
}

const scope = '@auth'
/** In seconds: from a token that is remembered to a deadline. */
const boundaries = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/**
 * One listener for every `onEvent` and `onKeyEvent`, which makes OpenTelemetry's spans and metrics of what it is told:
 * `auth.validation`, `auth.jwks.refresh`, `auth.token.request` and `auth.http.attempt`, each a span and a histogram
 * `….duration` in seconds, and the counter `auth.events` for circuits, retries and the like, which the span under way
 * gets as events. A span is made when its work is over: it is the child of the caller's, and nothing is its child.
 * Labels are words of a fixed shape, at most 64 of each, and hold nothing that came with a token or a request.
 * @throws {InvalidConfigError} VAL_2002 naming the option
 */
export function createTelemetry(options: TelemetryOptions = {}): TelemetryListener {
  const { tracerProvider = trace, meterProvider, now = Date.now } = checkObject(options, 'options')
  checkProvider(tracerProvider, 'tracerProvider', 'getTracer')
  if (meterProvider !== undefined) checkProvider(meterProvider, 'meterProvider', 'getMeter')
  checkFunction(now, 'now')
  const tracer = tracerProvider.getTracer(scope)
  const bounded = new BoundedLabels()
  let instruments: Instruments | undefined

  const getInstruments = (): Instruments => {
    const provider = meterProvider ?? metrics.getMeterProvider()
    if (instruments?.provider !== provider) instruments = createInstruments(provider)
    return instruments
  }

  const tellWork = (of: Extract<Observation, { kind: 'work' }>, event: ObservedEvent): void => {
    const { durationSeconds } = event as { readonly durationSeconds?: unknown }
    const seconds = typeof durationSeconds === 'number' && durationSeconds >= 0 ? durationSeconds : 0
    const attributes: Attributes = bounded.toAttributes({ ...event, outcome: of.outcome }, ['outcome', ...of.labels])
    const endTime = now()
    const kind = of.isCall === true ? SpanKind.CLIENT : SpanKind.INTERNAL
    const span = tracer.startSpan(of.name, { kind, startTime: endTime - seconds * 1000, attributes })
    if (of.isOutage === true) span.setStatus({ code: SpanStatusCode.ERROR })
    span.end(endTime)
    getInstruments().durations.get(of.name)?.record(seconds, attributes)
  }

  return (event) => {
    const observation = observations[event.type]
    if (observation === undefined) return
    if (observation.kind === 'work') return tellWork(observation, event)
    const attributes = bounded.toAttributes({ ...event }, ['event', ...observation.labels])
    trace.getActiveSpan()?.addEvent(`auth.${event.type}`, attributes)
    getInstruments().events.add(1, attributes)
  }
}

function checkProvider<T extends object>(provider: T, option: string, method: keyof T & string): void {
  checkFunction(checkObject(provider, option)[method], `${option}.${method}`)
}

function createInstruments(provider: MeterProvider): Instruments {
  const meter = provider.getMeter(scope)
  const names = new Set(Object.values(observations).flatMap((observation) => (observation.kind === 'work' ? observation.name : [])))
  const toHistogram = (name: string): [string, Histogram] => [
    name,
    meter.createHistogram(`${name}.duration`, { unit: 's', advice: { explicitBucketBoundaries: boundaries } }),
  ]
  return {
    provider,
    events: meter.createCounter('auth.events', { description: 'What happened beside work: circuits, retries, replays, sign-ins' }),
    durations: new Map([...names].map(toHistogram)),
  }
}
