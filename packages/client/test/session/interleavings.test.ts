import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemorySessionStore } from '../../src/session/index.ts'
import { Application } from './application.ts'

type Step = 'ask' | 'ask with the first cookie' | 'wait' | 'sign out'

const steps = fc.array(fc.constantFrom<Step>('ask', 'ask', 'ask with the first cookie', 'wait', 'sign out'), {
  minLength: 3,
  maxLength: 10,
})

/**
 * Many requests of one browser at once, whose answers, and whose cookies, arrive in any order. Whatever that is: no refresh
 * token is used twice, what the browser holds at the end is good, and what was signed out stays so.
 */
describe.each([
  ['in a store', () => new MemorySessionStore()],
  ['in the cookie, within one process', () => undefined],
])('interleaved requests with a session %s', (_, createStore) => {
  it('never use a refresh token twice, and never revive a session', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(12), { minLength: 5, maxLength: 30 }), steps, async (delays, plan) => {
        const app = await Application.create()
        const sessionStore = createStore()
        await using manager = app.createManager({ sessionStore, idleLifetimeSeconds: 100_000 })
        const visitor = await app.createVisitor(manager)
        const jars = [new Map(visitor.cookies)]
        let turns = 0
        const turn = async (): Promise<void> => {
          for (let left = delays[turns++ % delays.length]!; left > 0; left--) await new Promise(setImmediate)
        }
        app.moved = 601
        app.beforeRefresh = turn
        const ask = async (cookies: ReadonlyMap<string, string>): Promise<void> => {
          const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
          const { headers } = await manager.update({ headers: { cookie } })
          await turn()
          visitor.keep(headers)
          jars.push(new Map(visitor.cookies))
        }
        const take: Record<Step, () => Promise<void>> = {
          ask: () => ask(visitor.cookies),
          'ask with the first cookie': () => ask(jars[0]!),
          wait: async () => {
            app.moved += 700
          },
          'sign out': async () => {
            await manager.signOut(visitor.request('/'))
          },
        }
        const work = plan.map(async (step) => {
          await turn()
          await take[step]()
        })
        await Promise.all(work)
        app.beforeRefresh = async () => {}
        expect(app.reuses).toBe(0)
        const isOver = plan.includes('sign out')
        const issued = jars.slice()
        for (const cookies of issued) await ask(cookies)
        const kind = (await manager.read(visitor.request('/'))).kind
        expect(kind).toBe(isOver ? 'none' : 'active')
        expect(app.reuses).toBe(0)
      }),
      { numRuns: 60, endOnFailure: true },
    )
  })
})
