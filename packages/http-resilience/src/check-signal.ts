import { checkOption } from '@auth/core-errors/options'

/** An AbortSignal, or none: `undefined` for `null`, as `fetch` takes it. @throws {InvalidConfigError} VAL_2002 */
export function checkSignal(value: AbortSignal | null | undefined, option: string): AbortSignal | undefined {
  const isSignal = typeof Object(value).throwIfAborted === 'function'
  return checkOption(value == null || isSignal, value, option, 'an AbortSignal') ?? undefined
}
