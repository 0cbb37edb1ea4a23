import type { Facts } from '../facts.ts'
import { type Finding, say } from '../finding.ts'
import { skipWithoutMetadata } from './skip-without-metadata.ts'

/** Whether an answer says who gave it (RFC 9207). */
export function checkResponseIssuer({ verdict }: Facts): readonly Finding[] {
  if (verdict.kind === 'bad') return skipWithoutMetadata('response_issuer')
  const { authorization_response_iss_parameter_supported: isSupported, authorization_endpoint: login } = verdict.metadata
  if (login === undefined)
    return [{ id: 'response_issuer.no_sign_in', status: 'skipped', message: say`nobody signs in here: there is no authorization_endpoint` }]
  if (isSupported === true)
    return [{ id: 'response_issuer.supported', status: 'good', message: say`the answer to a sign-in names its issuer, which is checked` }]
  return [
    {
      id: 'response_issuer.missing',
      status: 'note',
      message: say`the answer to a sign-in does not name its issuer (RFC 9207): with more than one provider, one could pass off its answers as another's`,
      remedy: say`with several providers give each its own redirect URI`,
    },
  ]
}
