import { decodeToken } from '@auth/tokens'

/** The state of a callback, to find its login by; nothing of it is verified yet. In a signed answer it is among the claims. */
export function readState(parameters: URLSearchParams): string | undefined {
  const response = parameters.get('response')
  const state: unknown = response === null ? parameters.get('state') : readClaim(response)
  return typeof state === 'string' && state !== '' ? state : undefined
}

function readClaim(response: string): unknown {
  try {
    return decodeToken(response).payload['state']
  } catch {
    return undefined
  }
}
