import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildVariant } from './build-variant.ts'
import { Stage } from './stage.ts'

let stage: Stage

// Next.js corrects every path to one that ends with a slash, those of the session's routes included.
beforeAll(async () => {
  stage = await Stage.open({ folder: await buildVariant({ name: 'trailing-slash', isPlain: true, nextConfig: { trailingSlash: true } }) })
})
afterAll(() => stage[Symbol.asyncDispose]())

describe('with trailingSlash', () => {
  it('people sign in, come back, and sign out', async () => {
    const visitor = await stage.newVisitor()
    await visitor.signIn('/profile/')
    expect(await visitor.page.content()).toContain('ada@example.com')
    await visitor.page.getByTestId('client-status').filter({ hasText: 'signed in as user-ada' }).waitFor()
    await visitor.signOut()
    expect(await visitor.sessionCookies()).toEqual([])
  })
})
