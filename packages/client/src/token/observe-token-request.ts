import { isAuthPlatformError } from '@auth/core-errors'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { Call } from '../http/call.ts'
import { tellListener } from '../http/tell-listener.ts'

/** What is told of. */
export interface ObservedTokenRequest {
  readonly config: Pick<ResolvedConfig, 'onEvent' | 'monotonicNow'>
  readonly grant: string
  readonly call: Pick<Call, 'signal' | 'correlationId'>
}

/** Does the work and tells how it ended, where somebody listens. */
export async function observeTokenRequest<T>(request: ObservedTokenRequest, work: () => Promise<T>): Promise<T> {
  const { config, grant, call } = request
  const { onEvent, monotonicNow } = config
  if (!onEvent) return work()
  const startedAt = monotonicNow()
  const describe = (): { grant: string; durationSeconds: number; correlationId: string | undefined } => ({
    grant,
    durationSeconds: (monotonicNow() - startedAt) / 1000,
    correlationId: call.correlationId,
  })
  try {
    const answer = await work()
    tellListener(onEvent, { type: 'tokens_granted', ...describe() })
    return answer
  } catch (error) {
    const code = isAuthPlatformError(error) ? error.code : undefined
    const type = isAuthPlatformError(error) && !error.retryable ? 'tokens_refused' : 'tokens_unavailable'
    if (!call.signal.aborted) tellListener(onEvent, { type, code, ...describe() })
    throw error
  }
}
