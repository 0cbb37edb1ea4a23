import type { Facts, GrantFacts } from '../facts.ts'
import { type Finding, say } from '../finding.ts'
import { skipWithoutMetadata } from './skip-without-metadata.ts'

/** Whether tokens can be bound to a key of the client's (RFC 9449), as announced and, with a client, as tried. */
export function checkDPoP({ verdict, client }: Facts): readonly Finding[] {
  if (verdict.kind === 'bad') return skipWithoutMetadata('dpop')
  const algorithms = verdict.metadata.dpop_signing_alg_values_supported
  const tried = client?.attempts.find(({ isProven }) => isProven)
  const findings: Finding[] = [
    algorithms === undefined
      ? {
          id: 'dpop.not_announced',
          status: 'note',
          message: say`DPoP is not announced: tokens are good for whoever has them`,
          remedy: say`turn it on at the provider, if it can`,
        }
      : { id: 'dpop.announced', status: 'good', message: say`DPoP is announced, with ${algorithms}` },
  ]
  if (algorithms !== undefined && !algorithms.includes('ES256'))
    findings.push({
      id: 'dpop.algorithm',
      status: 'note',
      message: say`ES256, the default here, is not among them`,
      remedy: say`write dpop: { enabled: true, algorithm: ${algorithms[0]} }`,
    })
  if (tried !== undefined) findings.push(judgeProof(tried))
  return findings
}

function judgeProof({ outcome, requests, askedForNonce }: GrantFacts): Finding {
  if (outcome.kind === 'refused' && outcome.code === 'SRV_5003')
    return {
      id: 'dpop.ignored',
      status: 'problem',
      message: say`a request with a proof was answered with a token that is not bound to the key`,
      remedy: say`turn DPoP on for this client at the provider, or leave it off here`,
    }
  if (outcome.kind === 'refused')
    return {
      id: 'dpop.refused',
      status: 'problem',
      message: say`a request with a proof was refused (${outcome.oauthError ?? outcome.code})`,
      remedy: say`check that the provider lets this client use DPoP, and both clocks: a proof is good for some minutes`,
    }
  const nonce = askedForNonce
    ? say`a request with a proof was granted, after a nonce was asked for and answered (${requests} requests)`
    : undefined
  return { id: 'dpop.granted', status: 'good', message: nonce ?? say`a request with a proof was granted; no nonce was asked for` }
}
