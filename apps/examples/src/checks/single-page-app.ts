import { startIssuer } from 'issuer'
import type { ExampleCheck } from '../example-check.ts'
import { findFreePort } from '../find-free-port.ts'
import { serveApi } from '../serve-api.ts'
import { typeIn } from '../type-in.ts'

/** A person signs in, the API knows them by a token with a proof, and nobody is signed in after the sign-out. */
export const checkSinglePageApp: ExampleCheck = async ({ example, browser }) => {
  await using issuer = await startIssuer()
  await using api = await serveApi(issuer)
  const [, url = ''] = await example
    .start({ ISSUER: issuer.issuer, API: api.origin, PORT: await findFreePort() })
    .prints(/listening on (\S+)/)
  await using context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(url)
  await page.getByRole('heading', { name: 'Hello stranger' }).waitFor()
  await page.click('text=Sign in')
  await typeIn(page, issuer.users[0])
  await page.getByRole('heading', { name: 'Hello user-ada' }).waitFor()
  await page.click('text=Ask the API')
  await page.getByText(/200 .*"subject":"user-ada".*"scheme":"DPoP"/).waitFor()
  await page.click('text=Sign out')
  await page.click('button[name=logout]')
  await page.getByRole('heading', { name: 'Hello stranger' }).waitFor()
}
