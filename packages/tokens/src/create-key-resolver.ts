import { checkFunction, checkObject, checkOption, checkString } from '@auth/core-errors/options'
import { type JWKS, JWKSCache, type KeyResolver, LocalJWKS } from '@auth/jwks'
import type { CommonValidatorOptions, IssuerOptions } from './token-validator-options.ts'

/** A resolver as it is, or one for keys that are given; neither is an issuer's URL asked for anything. */
export function toKeyResolver(jwks: KeyResolver | JWKS | undefined): KeyResolver {
  const { getSigningKey, keys } = checkObject(jwks, 'jwks') as Partial<KeyResolver & JWKS>
  if (typeof getSigningKey === 'function') return jwks as KeyResolver
  checkOption(Array.isArray(keys), jwks, 'jwks', 'a KeyResolver or a JSON Web Key Set')
  return new LocalJWKS(jwks as JWKS)
}

/** Where an issuer's keys come from: what was given, else its `jwksUri`, else discovery. */
export function createKeyResolver(
  { issuer, jwks, jwksUri }: Pick<IssuerOptions, 'issuer' | 'jwks' | 'jwksUri'>,
  {
    fetch,
    now,
    monotonicNow,
    onKeyEvent,
    allowInsecureLoopback,
  }: Pick<CommonValidatorOptions<unknown>, 'fetch' | 'now' | 'monotonicNow' | 'onKeyEvent' | 'allowInsecureLoopback'>,
): KeyResolver {
  if (onKeyEvent !== undefined) checkFunction(onKeyEvent, 'onKeyEvent')
  if (jwks !== undefined) return toKeyResolver(jwks)
  const source = jwksUri === undefined ? { issuer } : { jwksUri: checkString(jwksUri, 'jwksUri') }
  return new JWKSCache({ ...source, fetch, now, monotonicNow, onEvent: onKeyEvent, allowInsecureLoopback })
}
