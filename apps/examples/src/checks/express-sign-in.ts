import { equal } from 'node:assert/strict'
import { startIssuer } from 'issuer'
import type { ExampleCheck } from '../example-check.ts'
import { findFreePort } from '../find-free-port.ts'
import { typeIn } from '../type-in.ts'

/** Whoever asks for a page is sent to the sign-in and back; a role opens a page, or does not; a sign-out ends it. */
export const checkExpressSignIn: ExampleCheck = async ({ example, browser }) => {
  await using issuer = await startIssuer()
  const [, url = ''] = await example.start({ ISSUER: issuer.issuer, PORT: await findFreePort() }).prints(/listening on (\S+)/)
  for (const [user, staff] of [
    [issuer.users[0], 200],
    [issuer.users[1], 403],
  ] as const) {
    await using context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`${url}/profile`)
    await typeIn(page, user)
    await page.getByRole('heading', { name: user.name }).waitFor()
    equal((await page.goto(`${url}/staff`))?.status(), staff)
    await page.goto(url)
    await page.getByRole('heading', { name: `Hello ${user.id}` }).waitFor()
    await page.click('text=Sign out')
    await page.click('button[name=logout]')
    await page.waitForURL(`${url}/**`)
    await page.goto(url)
    await page.getByRole('heading', { name: 'Hello stranger' }).waitFor()
  }
}
