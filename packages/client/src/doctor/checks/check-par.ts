import type { Facts } from '../facts.ts'
import { type Finding, say } from '../finding.ts'
import { skipWithoutMetadata } from './skip-without-metadata.ts'

/** Whether authorization requests can go from server to server first (RFC 9126). */
export function checkPAR({ verdict }: Facts): readonly Finding[] {
  if (verdict.kind === 'bad') return skipWithoutMetadata('par')
  const {
    pushed_authorization_request_endpoint: endpoint,
    require_pushed_authorization_requests: isRequired,
    authorization_endpoint: login,
  } = verdict.metadata
  if (isRequired === true && endpoint === undefined)
    return [
      {
        id: 'par.broken',
        status: 'problem',
        message: say`pushed requests are required, yet there is no endpoint for them`,
        remedy: say`publish pushed_authorization_request_endpoint`,
      },
    ]
  if (isRequired === true)
    return [{ id: 'par.required', status: 'good', message: say`pushed requests are required, and made by themselves` }]
  if (endpoint !== undefined)
    return [{ id: 'par.supported', status: 'good', message: say`pushed requests are possible: client.pushAuthorizationRequest()` }]
  if (login === undefined)
    return [{ id: 'par.no_sign_in', status: 'skipped', message: say`nobody signs in here: there is no authorization_endpoint` }]
  return [
    { id: 'par.missing', status: 'note', message: say`pushed requests are not possible: what is asked for travels through the browser` },
  ]
}
