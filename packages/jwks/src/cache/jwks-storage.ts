import { checkOption } from '@auth/core-errors/options'

/**
 * Where key sets outlive the process, so that a cold start needs no network: a Redis client, a `Map`, or two functions
 * around any store of text. What it gives is parsed like an answer of the network, and its age is bounded by the wall
 * clock; yet whoever can write to it decides which keys are trusted.
 */
export interface JWKSStorage {
  /** The text that was set under this name; anything else for none. May return a promise. */
  readonly get: (name: string) => unknown
  /** May return a promise. Nothing is ever deleted; an entry may be dropped after `ttlSeconds` + `staleIfErrorSeconds`. */
  readonly set: (name: string, text: string) => unknown
}

/** @throws {InvalidConfigError} VAL_2002 */
export function checkStorage(storage: JWKSStorage): JWKSStorage {
  const { get, set } = Object(storage)
  return checkOption(typeof get === 'function' && typeof set === 'function', storage, 'storage', 'an object with the functions get and set')
}
