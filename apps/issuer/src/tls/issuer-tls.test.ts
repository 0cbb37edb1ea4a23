import { once } from 'node:events'
import { request } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { expect, it } from 'vitest'
import { FrontServer } from '../front/front-server.ts'
import { CertificateAuthority, type TlsIdentity } from './certificate-authority.ts'

const authority = await CertificateAuthority.create()
const tls = { ...(await authority.issue('issuer')), clientAuthority: authority.certificate }
const visitor = await authority.issue('visitor')

/** Whom the server saw, and whether somebody it believes vouched for them. */
async function visit(origin: string, identity?: TlsIdentity): Promise<string> {
  const sent = request(origin, { ca: authority.certificate, agent: false, ...identity }).end()
  const [response] = (await once(sent, 'response')) as [AsyncIterable<Buffer>]
  let text = ''
  for await (const chunk of response) text += chunk.toString()
  return text
}

it('asks for certificates at the second address alone, and is back at both after it was down', async () => {
  const front = await FrontServer.listen(0, tls)
  front.setListener(({ socket }, response) => {
    const connection = socket as TLSSocket
    response.end(`${connection.getPeerX509Certificate()?.subject} ${connection.authorized}`)
  })
  const origins = [front.origin, front.mutualTlsOrigin!]
  for (const mode of ['none', 'down', 'none'] as const) {
    await front.fail(mode, 'all')
    if (mode === 'down') await expect(visit(origins[1]!)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    else {
      expect(await Promise.all(origins.map((origin) => visit(origin, visitor)))).toEqual(['undefined false', 'CN=visitor true'])
      expect(await visit(origins[1]!)).toBe('undefined false')
    }
  }
  await front.close()
})
