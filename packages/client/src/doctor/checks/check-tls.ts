import type { CertificateFacts, Facts } from '../facts.ts'
import { type Finding, say } from '../finding.ts'

const soonDays = 21
const dayMilliseconds = 86_400_000

/** Whether connections are encrypted, and the certificates good and for how long. */
export function checkTLS({ issuer, now, certificates }: Facts): readonly Finding[] {
  if (issuer.startsWith('http:'))
    return [
      {
        id: 'tls.loopback',
        status: 'skipped',
        message: say`plain http on a loopback address: nothing to look at; elsewhere it is refused`,
      },
    ]
  return certificates.map((certificate) => judge(certificate, now))
}

function judge({ host, outcome }: CertificateFacts, now: number): Finding {
  if (outcome.kind === 'failed')
    return {
      id: 'tls.unreachable',
      status: 'problem',
      message: say`no TLS connection to ${host} (${outcome.code})`,
      remedy: say`check host, port and firewall; the server must speak TLS 1.2 or later`,
    }
  const { distrust, protocol, validFrom, validTo } = outcome
  const days = Math.floor((validTo - now) / dayMilliseconds)
  if (validTo <= now)
    return {
      id: 'tls.expired',
      status: 'problem',
      message: say`the certificate of ${host} expired on ${toDate(validTo)}`,
      remedy: say`renew it; if it was renewed, reload the server`,
    }
  if (validFrom > now)
    return {
      id: 'tls.not_yet_valid',
      status: 'problem',
      message: say`the certificate of ${host} is valid from ${toDate(validFrom)} on`,
      remedy: say`check this machine's clock`,
    }
  if (distrust !== undefined)
    return {
      id: 'tls.untrusted',
      status: 'problem',
      message: say`the certificate of ${host} is not trusted (${distrust})`,
      remedy: toRemedy(distrust),
    }
  if (days < soonDays)
    return {
      id: 'tls.expires_soon',
      status: 'note',
      message: say`the certificate of ${host} expires in ${days} days`,
      remedy: say`see that its renewal works`,
    }
  return { id: 'tls.good', status: 'good', message: say`${host}: ${protocol}, the certificate is good for ${days} days` }
}

function toDate(milliseconds: number): string {
  return Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString().slice(0, 10) : 'an unknown day'
}

function toRemedy(distrust: string): Finding['remedy'] {
  return distrust === 'ERR_TLS_CERT_ALTNAME_INVALID'
    ? say`it is another host's: use the name that is in it`
    : say`send the whole chain from the server, or let Node trust your own authority: NODE_EXTRA_CA_CERTS=/path/to/ca.pem`
}
