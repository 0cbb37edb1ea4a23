import { expect, it } from 'vitest'
import { toSharedCallOptions } from './shared-call-options.ts'

const config = { timeoutSeconds: 30 }

it.each([
  [{}, 30],
  [{ deadlineSeconds: 1 }, 30],
  [{ deadlineSeconds: 60 }, 60],
])('of %j the deadline is %i seconds', (options, deadlineSeconds) => {
  expect(toSharedCallOptions(options, config)).toEqual({ correlationId: undefined, deadlineSeconds })
})

it('the signal of one does not end the work of all', () => {
  const options = toSharedCallOptions({ signal: AbortSignal.abort(), correlationId: 'c-1' }, config)
  expect(options).toStrictEqual({ correlationId: 'c-1', deadlineSeconds: 30 })
})

it('names the argument when it is no object', () => {
  expect(() => toSharedCallOptions(null as never, config)).toThrow(expect.objectContaining({ details: { option: 'options' } }))
})
