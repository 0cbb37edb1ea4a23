import { once } from 'node:events'
import { audience, buildSite, findFreePort, startWorld } from 'next-web'
import { startSpa } from 'spa'
import { paint } from './walk.ts'

/** Starts the provider, the shop's API, the site and the single-page application, and keeps them running until Ctrl+C. */
export async function serveWeb(): Promise<void> {
  console.log('Building the site …')
  await buildSite()
  const spaPort = await findFreePort()
  await using world = await startWorld({ webOrigin: `http://127.0.0.1:${spaPort}` })
  const { issuer, shop, site } = world
  const { clientId } = issuer.clients.spa
  await using spa = await startSpa({ issuer: issuer.issuer, clientId, audience, apiUrl: shop.url, port: spaPort })
  const people = issuer.users.map(({ username, password, roles }) => `  ${username} / ${password}  ${paint('dim', roles.join(', '))}`)
  console.log(`
${paint('bold', 'A shop whose people sign in')}
  site     ${site.url}  ${paint('dim', 'Next.js, sessions in sealed cookies')}
  page     ${spa.url}  ${paint('dim', 'single-page application, tokens bound to the browser by DPoP')}
  API      ${shop.url}
  provider ${issuer.issuer}

Sign in as one of
${people.join('\n')}

Running until Ctrl+C.`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}
