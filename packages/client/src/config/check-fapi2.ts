import { checkOption } from '@auth/core-errors/options'
import type { ResolvedConfig } from './resolved-config.ts'

/** The signature algorithms of the profile (FAPI 2.0 Security Profile §5.4). */
export const fapi2Algorithms: readonly string[] = ['PS256', 'ES256', 'EdDSA', 'Ed25519']

/**
 * Refuses what breaks the client's part of the FAPI 2.0 Security Profile (§5.3.3, §5.4): authentication by a shared
 * secret or none, tokens that are not bound to a key or certificate, endpoints from elsewhere than the provider's metadata,
 * and signature algorithms outside the profile.
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function checkFapi2({ clientAuthentication, dpop, endpoints, idTokenSigningAlg, requestSigner }: ResolvedConfig): void {
  const { method, algorithm } = clientAuthentication
  const isTls = method === 'tls_client_auth' || method === 'self_signed_tls_client_auth'
  const expect = (holds: boolean, option: string, expected: string): unknown =>
    checkOption(holds, undefined, option, `${expected} under fapi2`)
  const isAllowed = (alg: string | undefined): boolean => alg === undefined || fapi2Algorithms.includes(alg)
  expect(isTls || method === 'private_key_jwt', 'clientAuthentication', 'privateKeyJwt() or tlsClientAuth()')
  expect(isAllowed(algorithm), 'clientAuthentication', `signed with ${fapi2Algorithms.join(', ')}`)
  expect(isTls || dpop !== undefined, 'dpop', 'enabled, or a client certificate used,')
  expect(isAllowed(dpop?.keyPair?.algorithm ?? dpop?.algorithm), 'dpop.algorithm', `one of ${fapi2Algorithms.join(', ')}`)
  expect(Object.keys(endpoints).length === 0, 'endpoints', 'left out')
  expect(isAllowed(idTokenSigningAlg), 'idTokenSigningAlg', `one of ${fapi2Algorithms.join(', ')}`)
  expect(isAllowed(requestSigner?.algorithm), 'requestSigning', `signed with ${fapi2Algorithms.join(', ')}`)
}
