import { isStream } from './is-stream.ts'
import type { CheckedRetryConfig } from './retry-config.ts'

const idempotentMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/** Whether and how one call is repeated. */
export interface RetryRule {
  /** `false`: the call is sent once, whatever happens. */
  readonly config: CheckedRetryConfig | false
  /** Whether it may be sent again after it may have been carried out. */
  readonly isRepeatable: boolean
}

/** What {@link selectRetryRule} chooses by. */
export interface RetryRuleInput {
  readonly method: string
  readonly body: unknown
  /** What the call asks for. */
  readonly ofCall: CheckedRetryConfig | false | undefined
  /** What the executor was made with. */
  readonly byDefault: CheckedRetryConfig | false
}

/** A call that asks for retries by itself vouches that it may be sent twice; else its method must. */
export function selectRetryRule({ method, body, ofCall, byDefault }: RetryRuleInput): RetryRule {
  return {
    config: isStream(body) ? false : (ofCall ?? byDefault),
    isRepeatable: ofCall !== undefined || idempotentMethods.has(method),
  }
}
