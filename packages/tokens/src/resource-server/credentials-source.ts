import { UnauthorizedError } from '@auth/core-errors'
import { checkObject, checkOption } from '@auth/core-errors/options'
import { adopt, chain, type Eventual } from '../chain.ts'
import type { AuthScheme } from './auth-context.ts'
import { type AuthRequest, readHeader } from './auth-request.ts'
import { checkScheme, type Credentials, extractCredentials, malformed } from './extract-credentials.ts'

/** What a function of yours answers: a token, a token with its scheme (Bearer by default), or nothing when none came. */
export type FoundCredentials = string | { readonly token: string; readonly scheme?: AuthScheme | undefined } | null | undefined

/**
 * Where credentials are, and nowhere else: the `Authorization` header, a cookie, or where a function finds them. A cookie
 * is sent by browsers on their own, so that cross-site requests must be kept out by other means.
 */
export type CredentialsSource<Raw = AuthRequest> =
  | 'authorization'
  | { readonly cookie: string }
  | ((request: Raw) => FoundCredentials | Promise<FoundCredentials>)

/** Finds what a request presents. */
export type ExtractCredentials = (request: AuthRequest) => Eventual<Credentials>

function readCookies(request: AuthRequest, name: string): readonly string[] {
  return readHeader(request, 'cookie')
    .flatMap((header) => header.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1).replace(/^"(.*)"$/, '$1'))
}

function extractFromCookie(request: AuthRequest, name: string, taken: readonly AuthScheme[]): Credentials {
  const [token, ...others] = readCookies(request, name)
  if (others.length > 0) throw malformed(`the cookie "${name}" was sent more than once`)
  const isElsewhere = readHeader(request, 'authorization').some((value) => /^(bearer|dpop)( |$)/i.test(value))
  if (token && isElsewhere) throw malformed('a token was sent in more than one way')
  if (!token) throw new UnauthorizedError(`no credentials were sent: expected the cookie "${name}"`)
  return { scheme: checkScheme('Bearer', taken), token }
}

function toCredentials(found: unknown, taken: readonly AuthScheme[]): Credentials {
  if (found === undefined || found === null || found === '') throw new UnauthorizedError('no credentials were sent')
  const { token, scheme = 'Bearer' } = typeof found === 'string' ? { token: found } : (Object(found) as Partial<Credentials>)
  checkOption(typeof token === 'string' && token !== '', undefined, 'credentials', 'a function that answers a token, or nothing')
  return { scheme: checkScheme(scheme, taken), token: token as string }
}

/** @throws {InvalidConfigError} VAL_2002, for what is no place to look in */
export function createExtractor<Raw>(source: CredentialsSource<Raw> = 'authorization', taken: readonly AuthScheme[]): ExtractCredentials {
  if (source === 'authorization') return (request) => extractCredentials(request, taken)
  if (typeof source === 'function') {
    return (request) => {
      const found = adopt(source((request.raw ?? request) as Raw))
      return chain(found, (each) => toCredentials(each, taken))
    }
  }
  const { cookie } = checkObject(source, 'credentials')
  // The grammar of a cookie's name (RFC 6265 §4.1.1).
  const isName = typeof cookie === 'string' && /^[!#$%&'*+\-.^`|~\w]+$/.test(cookie)
  checkOption(isName, cookie, 'credentials', '"authorization", {cookie: name} or a function')
  checkOption(taken.includes('Bearer'), cookie, 'credentials', '"authorization" or a function when dpop.mode is "required"')
  return (request) => extractFromCookie(request, cookie, taken)
}
