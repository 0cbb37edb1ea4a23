import { type ErrorCode, InvalidConfigError, isAuthPlatformError } from '@auth/core-errors'
import { checkFunction, checkObject, checkOption } from '@auth/core-errors/options'
import { tellListener } from './tell-listener.ts'
import type { TokenValidator } from './token-validator.ts'

/** What an observed validator tells. No event holds a token or a claim about a person. */
export type TokenValidationEvent =
  | { readonly type: 'token_accepted'; readonly durationSeconds: number }
  | {
      readonly type: 'token_refused'
      readonly code: ErrorCode
      /** The check that failed, where it has a name. */
      readonly check: string | undefined
      readonly durationSeconds: number
    }
  /** The keys cannot be had, or something else that was asked is down. */
  | { readonly type: 'token_undecided'; readonly error: unknown; readonly durationSeconds: number }

/** What judges tokens. */
type Validation<Claims> = Pick<TokenValidator<Claims>, 'validate' | 'validateSync' | 'verify'>

/** What {@link observeValidator} takes beside the validator. */
export interface ObserveValidatorOptions {
  /** Is told of every token. What it throws is ignored. */
  readonly onEvent: (event: TokenValidationEvent) => void
  /** A clock that never steps back, in milliseconds. @default performance.now */
  readonly monotonicNow?: (() => number) | undefined
}

/**
 * The same validator, heard: for programs that have no `ResourceServer`, which tells its own `onEvent`. The validator
 * itself does not change, and costs who does not listen nothing.
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function observeValidator<Claims>(validator: TokenValidator<Claims>, options: ObserveValidatorOptions): Validation<Claims> {
  const { onEvent, monotonicNow = () => performance.now() } = checkObject(options, 'options')
  checkOption(typeof Reflect.get(checkObject(validator, 'validator'), 'validate') === 'function', '', 'validator', 'a TokenValidator')
  checkFunction(onEvent, 'onEvent')
  checkFunction(monotonicNow, 'monotonicNow')
  const watch = (): ((outcome: { readonly error?: unknown }) => void) => {
    const startedAt = monotonicNow()
    return (outcome) => {
      const event = toEvent(outcome, (monotonicNow() - startedAt) / 1000)
      if (event) tellListener(onEvent, event)
    }
  }
  const observe = async <T>(judge: () => Promise<T>): Promise<T> => {
    const tell = watch()
    try {
      const answer = await judge()
      tell({})
      return answer
    } catch (error) {
      tell({ error })
      throw error
    }
  }
  return {
    validate: (...given) => observe(() => validator.validate(...given)),
    verify: (...given) => observe(() => validator.verify(...given)),
    validateSync(...given) {
      const tell = watch()
      try {
        const claims = validator.validateSync(...given)
        tell({})
        return claims
      } catch (error) {
        tell({ error })
        throw error
      }
    },
  }
}

/** A mistake of the program's says nothing about a token. */
function toEvent(outcome: { readonly error?: unknown }, durationSeconds: number): TokenValidationEvent | undefined {
  if (!('error' in outcome)) return { type: 'token_accepted', durationSeconds }
  const { error } = outcome
  if (error instanceof InvalidConfigError) return undefined
  if (!isAuthPlatformError(error) || error.httpStatus !== 401) return { type: 'token_undecided', error, durationSeconds }
  const { check } = error.details
  return { type: 'token_refused', code: error.code, check: typeof check === 'string' ? check : undefined, durationSeconds }
}
