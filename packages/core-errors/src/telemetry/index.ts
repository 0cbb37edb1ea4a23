export { createTelemetry } from './create-telemetry.ts'
export type { ObservedEvent, TelemetryListener, TelemetryOptions } from './create-telemetry.ts'
