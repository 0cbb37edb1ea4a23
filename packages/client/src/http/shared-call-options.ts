import { checkObject } from '@auth/core-errors/options'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { CallOptions } from './call-options.ts'

/**
 * The options of work that callers share: the one who began it may wait for it longer than usual, but neither its signal
 * nor a shorter deadline of its own ends the work for the others.
 */
export function toSharedCallOptions(options: CallOptions, { timeoutSeconds }: Pick<ResolvedConfig, 'timeoutSeconds'>): CallOptions {
  const { correlationId, deadlineSeconds = 0 } = checkObject(options, 'options')
  return { correlationId, deadlineSeconds: Math.max(timeoutSeconds, deadlineSeconds) }
}
