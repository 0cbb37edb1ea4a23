import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Stage, type Visitor } from './stage.ts'

let stage: Stage
const oldSecret = 'the-old-secret-which-is-32-characters-long'
const newSecret = 'the-new-secret-which-is-32-characters-long'

beforeAll(async () => {
  stage = await Stage.open({ environment: { SESSION_STORE: 'cookie', SESSION_SECRETS: oldSecret } })
})
afterAll(() => stage[Symbol.asyncDispose]())

const whoami = async (visitor: Visitor): Promise<number> => (await visitor.request('/api/whoami')).status()

describe('the session in its cookie', () => {
  it('is out of reach of scripts, of other sites and of subdomains', async () => {
    const visitor = await stage.newVisitor()
    await visitor.signIn('/profile')
    const cookies = await visitor.sessionCookies()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(await visitor.page.evaluate(() => document.cookie)).toBe('')
  })

  it('with one character changed is nobody’s, and no error', async () => {
    const visitor = await stage.newVisitor()
    await visitor.signIn('/profile')
    const [cookie] = await visitor.sessionCookies()
    const { value } = cookie!
    const middle = Math.floor(value.length / 2)
    const tampered = value.slice(0, middle) + (value[middle] === 'A' ? 'B' : 'A') + value.slice(middle + 1)
    await visitor.context.addCookies([{ ...cookie!, value: tampered }])
    expect(await whoami(visitor)).toBe(401)
    expect(await visitor.sessionCookies()).toEqual([])
    const logins = stage.world.issuer.requestCount('authorization')
    await visitor.page.goto('/profile')
    expect(stage.world.issuer.requestCount('authorization')).toBeGreaterThan(logins)
  })

  it('cookies by the dozen under its name are nobody’s, and no error', async () => {
    const visitor = await stage.newVisitor()
    await visitor.signIn('/profile')
    const [cookie] = await visitor.sessionCookies()
    const name = cookie!.name.replace(/\.\d+$/, '')
    await visitor.context.clearCookies()
    await visitor.context.addCookies(
      Array.from({ length: 12 }, (_, index) => ({ ...cookie!, name: `${name}.${index}`, value: 'A'.repeat(1000) })),
    )
    expect(await whoami(visitor)).toBe(401)
    expect((await visitor.request('/')).status()).toBe(200)
  })

  it('more than a server takes is refused by the server', async () => {
    const headers = { cookie: `auth=${'A'.repeat(20_000)}` }
    expect((await fetch(`${stage.url}/api/whoami`, { headers })).status).toBe(431)
  })

  it('outlives a new secret that is put before the old one, and no further', async () => {
    const [stays, leaves] = await Promise.all([stage.newVisitor(), stage.newVisitor()])
    await stays.signIn('/profile')
    await leaves.signIn('/profile', 'linus')
    await stage.world.restartSite({ SESSION_SECRETS: `${newSecret} ${oldSecret}` })
    expect(await whoami(stays)).toBe(200)
    await stage.world.restartSite({ SESSION_SECRETS: newSecret })
    // Whoever came by meanwhile has a cookie of the new secret; whoever did not is nobody.
    expect([await whoami(stays), await whoami(leaves)]).toEqual([200, 401])
  })
})
