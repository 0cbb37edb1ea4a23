import { once } from 'node:events'
import { buildSite, startWorld } from 'next-web'
import { paint } from './walk.ts'

/** Starts the provider, the shop's API and the site, says where the site is, and keeps them running until Ctrl+C. */
export async function serveWeb(): Promise<void> {
  console.log('Building the site …')
  await buildSite()
  await using world = await startWorld()
  const people = world.issuer.users.map(({ username, password, roles }) => `  ${username} / ${password}  ${paint('dim', roles.join(', '))}`)
  console.log(`
${paint('bold', 'A shop whose people sign in')}
  site     ${world.site.url}
  API      ${world.shop.url}
  provider ${world.issuer.issuer}

Sign in as one of
${people.join('\n')}

Running until Ctrl+C.`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}
