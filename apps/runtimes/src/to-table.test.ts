import { expect, it } from 'vitest'
import type { RuntimeReport } from './run-runtime.ts'
import { toTable } from './to-table.ts'

const report = (name: string, members: Partial<RuntimeReport>): RuntimeReport => ({
  runtime: { name, userAgent: /x/, run: () => Promise.resolve() },
  checks: ['one', 'two'],
  results: [{ check: 'one' }, { check: 'two' }],
  failure: undefined,
  absence: undefined,
  seconds: 1,
  ...members,
})

it('has a row for each check, a column for each runtime, and the reason of every failure', () => {
  const failing = report('Other', { results: [{ check: 'one' }, { check: 'two', failure: 'it broke' }] })
  expect(toTable([report('Node', {}), failing]).split('\n')).toEqual([
    '         Node    Other',
    'one      passed  passed',
    'two      passed  FAILED',
    'seconds  1.0     1.0',
    'Other: two: it broke',
  ])
})

it('shows a check without a result as such', () => {
  const silent = report('Silent', { results: [{ check: 'one' }], failure: 'it ended with 1' })
  expect(toTable([silent])).toMatch(/^two {6}no result$/m)
  expect(toTable([silent])).toContain('Silent: the run failed: it ended with 1')
})

it('says plainly that a runtime is not there', () => {
  const absent = report('Absent', { checks: [], results: [], absence: 'no binary' })
  expect(toTable([report('Node', {}), absent])).toMatch(/^one {6}passed {2}not there$/m)
  expect(toTable([absent])).toContain('Absent is not there, nothing was checked on it: no binary')
})
