import { expect, it } from 'vitest'
import { runRuntime } from './run-runtime.ts'
import { NotThereError, type Runner } from './runners/runner.ts'

const run = (runner: Runner) => runRuntime({ name: 'Node 22', userAgent: /^Node\.js\/22$/, run: runner }, '/tmp')

it('reports what the runtime tells, line by line', async () => {
  const report = await run(async (_, onLine) => {
    onLine('{"userAgent":"Node.js/22","checks":["one"]}')
    onLine('{"check":"one"}')
  })
  expect(report).toMatchObject({ checks: ['one'], results: [{ check: 'one' }], failure: undefined, absence: undefined })
})

it('refuses another runtime in its place', async () => {
  const report = await run(async (_, onLine) => onLine('{"userAgent":"Node.js/24","checks":["one"]}'))
  expect(report.failure).toContain('Node.js/24')
})

it('keeps what was told before a run fails', async () => {
  const report = await run(async (_, onLine) => {
    onLine('{"userAgent":"Node.js/22","checks":["one","two"]}')
    onLine('{"check":"one"}')
    throw new Error('it crashed')
  })
  expect(report).toMatchObject({ results: [{ check: 'one' }], failure: 'it crashed', absence: undefined })
})

it('tells a runtime that is not there from one that fails', async () => {
  const report = await run(() => Promise.reject(new NotThereError('no binary')))
  expect(report).toMatchObject({ absence: 'no binary', failure: undefined })
})
