import { startIssuer } from 'issuer'
import type { ExampleCheck } from '../example-check.ts'
import { typeIn } from '../type-in.ts'

/** A person types the code of the device in, signs in, and the device learns who it was. */
export const checkDevice: ExampleCheck = async ({ example, browser }) => {
  await using issuer = await startIssuer()
  const program = example.start({ ISSUER: issuer.issuer })
  const [, uri = '', code = ''] = await program.prints(/Open (\S+) on your phone and type in (\S+)/)
  await using context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(uri)
  await page.fill('[name=user_code]', code)
  await page.click('button')
  await page.click('button:not([name=abort])')
  await typeIn(page, issuer.users[0])
  await program.prints(/Signed in as user-ada\n/)
  await program.ends()
}
