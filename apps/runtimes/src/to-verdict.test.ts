import { expect, it } from 'vitest'
import type { RuntimeReport } from './run-runtime.ts'
import { toVerdict } from './to-verdict.ts'

const good: RuntimeReport = {
  runtime: { name: 'Node', userAgent: /x/, run: () => Promise.resolve() },
  checks: ['one', 'two'],
  results: [{ check: 'one' }, { check: 'two' }],
  failure: undefined,
  absence: undefined,
  seconds: 1,
}
const absent: RuntimeReport = { ...good, runtime: { ...good.runtime, name: 'Bun' }, checks: [], results: [], absence: 'no binary' }

it('passes when every check passed on every runtime', () => {
  expect(toVerdict([good, good], { all: true })).toEqual({ passes: true, summary: '4 passed, 0 failed on 2 runtimes' })
})

it.each([
  ['a check failed', { results: [{ check: 'one' }, { check: 'two', failure: 'no' }] }],
  ['a check has no result', { results: [{ check: 'one' }] }],
  ['a run failed after its last check', { failure: 'it did not end' }],
  ['a runtime told nothing at all', { checks: [], results: [], failure: 'it ended with 1' }],
])('fails when %s', (_, members) => {
  expect(toVerdict([good, { ...good, ...members }], { all: false }).passes).toBe(false)
})

it('fails when nothing was checked', () => {
  expect(toVerdict([], { all: false }).passes).toBe(false)
  expect(toVerdict([absent], { all: false }).passes).toBe(false)
})

it('names a runtime that is not there, which is a failure only when all are asked for', () => {
  expect(toVerdict([good, absent], { all: false })).toEqual({ passes: true, summary: '2 passed, 0 failed on 1 runtimes; not there: Bun' })
  expect(toVerdict([good, absent], { all: true })).toMatchObject({ passes: false })
})

it('never fails for want of an optional runtime', () => {
  const optional = { ...absent, runtime: { ...absent.runtime, isOptional: true } }
  expect(toVerdict([good, optional], { all: true }).passes).toBe(true)
})
