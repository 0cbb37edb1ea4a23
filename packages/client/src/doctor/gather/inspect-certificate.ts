import { connect, type TLSSocket } from 'node:tls'
import type { CertificateFacts } from '../facts.ts'
import { toFailureCode } from './fetch-document.ts'

/** Looks at the certificate of a server. */
export type InspectCertificate = (url: string, timeoutSeconds: number) => Promise<CertificateFacts>

/** Connects, looks at what is shown, and hangs up: nothing is sent, so that a bad certificate can be looked at, too. */
export const inspectCertificate: InspectCertificate = async (url, timeoutSeconds) => {
  const { host, hostname, port } = new URL(url)
  const name = hostname.replace(/^\[|\]$/g, '')
  const isAddress = /^[\d.]+$|:/.test(name)
  const outcome = await new Promise<CertificateFacts['outcome']>((resolve) => {
    const socket = connect({ host: name, port: Number(port || 443), ...(!isAddress && { servername: name }), rejectUnauthorized: false })
    const end = (result: CertificateFacts['outcome']): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(result)
    }
    const timer = setTimeout(() => end({ kind: 'failed', code: 'ETIMEDOUT' }), timeoutSeconds * 1000)
    socket.on('error', (error) => end({ kind: 'failed', code: toFailureCode(error) }))
    socket.on('close', () => end({ kind: 'failed', code: 'ECONNRESET' }))
    socket.on('secureConnect', () => end(read(socket)))
  })
  return { host, outcome }
}

function read(socket: TLSSocket): CertificateFacts['outcome'] {
  const { valid_from: from, valid_to: to } = socket.getPeerCertificate()
  // Typed as an Error; it is a text for a broken chain, and an Error for another host's name.
  const error: unknown = socket.authorizationError
  return {
    kind: 'connected',
    distrust: socket.authorized ? undefined : typeof error === 'string' ? error : toFailureCode(error),
    protocol: socket.getProtocol() ?? undefined,
    validFrom: Date.parse(from),
    validTo: Date.parse(to),
  }
}
