import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Stage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage[Symbol.asyncDispose]())

describe('signing out', () => {
  it('ends the session here and at the provider', async () => {
    const visitor = await stage.newVisitor()
    const { page } = visitor
    await visitor.signIn('/profile')
    await visitor.signOut()
    expect(await visitor.sessionCookies()).toEqual([])
    await page.goto('/profile')
    expect(await page.locator('#password').count()).toBe(1)
  })

  it('the back button shows nothing of what was there', async () => {
    const visitor = await stage.newVisitor()
    const { page } = visitor
    await visitor.signIn('/profile')
    await visitor.signOut()
    await page.goBack()
    await page.waitForLoadState('networkidle')
    expect(await page.content()).not.toContain('ada@example.com')
  })

  it('a cookie that was copied before is worth nothing afterwards', async () => {
    const visitor = await stage.newVisitor()
    const { context } = visitor
    await visitor.signIn('/profile')
    const copied = await context.cookies(stage.url)
    await visitor.signOut()
    await context.addCookies(copied)
    expect((await visitor.request('/api/whoami')).status()).toBe(401)
    expect(await (await visitor.request('/profile')).text()).not.toContain('ada@example.com')
  })

  it('everywhere ends every session of the person, and nobody else’s', async () => {
    const [here, there, linus] = await Promise.all([stage.newVisitor(), stage.newVisitor(), stage.newVisitor()])
    await here.signIn('/profile')
    await there.signIn('/profile')
    await linus.signIn('/profile', 'linus')
    await here.signOut('text=Sign out everywhere')
    const answers = await Promise.all([here, there, linus].map((visitor) => visitor.request('/api/whoami')))
    expect(answers.map((answer) => answer.status())).toEqual([401, 401, 200])
  })
})
