import { ProtocolError } from '@auth/core-errors'
import { checkObject, checkString } from '@auth/core-errors/options'
import { answerNonce } from '../dpop/answer-nonce.ts'
import type { CallOptions } from '../http/call-options.ts'
import type { Call } from '../http/call.ts'
import type { ClientContext } from '../http/client-context.ts'
import { readObject, readString } from '../http/read-object.ts'
import { verifyProviderJwt } from './verify-provider-jwt.ts'

/** What a userinfo request takes beside the token. */
export interface UserInfoOptions extends CallOptions {
  /** Whom the answer must be about: the ID token's `sub`. `null` takes an answer about anybody. */
  readonly subject: string | null
}

/** What the provider tells of the person. `sub` has been checked; the rest is as it came. Frozen. */
export interface UserInfo {
  readonly sub: string
  readonly [claim: string]: unknown
}

const from = 'the userinfo endpoint'

/** Asks for the person's claims, plain or signed (OpenID Connect Core 5.3). Aggregated and distributed claims come as they are. */
export async function userInfo(context: ClientContext, accessToken: string, options: UserInfoOptions): Promise<UserInfo> {
  const { subject, ...callOptions } = checkObject(options, 'options')
  checkString(accessToken, 'accessToken')
  if (subject !== null) checkString(subject, 'subject')
  const call = context.begin(callOptions)
  const claims = await readClaims(context, await requestUserInfo(context, accessToken, call), call)
  const sub = readString(claims, 'sub', from)
  if (subject === null || sub === subject) return Object.freeze({ ...claims, sub })
  throw new ProtocolError('userinfo is about another person than the ID token', {
    details: { check: 'sub' },
    correlationId: call.correlationId,
  })
}

async function requestUserInfo(context: ClientContext, accessToken: string, call: Call): Promise<Response> {
  const { dpop, executor } = context
  const url = await context.findEndpoint('userinfoEndpoint', call)
  return answerNonce({ dpop, url, server: 'resource' }, (nonce) =>
    executor.execute('GET', url, {
      kind: 'userinfoEndpoint',
      signal: call.signal,
      deadlineSeconds: call.remainingSeconds(),
      correlationId: call.correlationId,
      headers: { accept: 'application/json, application/jwt' },
      prepare: async () => ({
        headers: {
          authorization: `${dpop ? 'DPoP' : 'Bearer'} ${accessToken}`,
          ...(dpop && { dpop: await dpop.prove({ method: 'GET', url, accessToken, nonce }) }),
        },
      }),
    }),
  )
}

async function readClaims(context: ClientContext, response: Response, call: Call): Promise<Readonly<Record<string, unknown>>> {
  const isSigned = response.status === 200 && /^application\/jwt\b/i.test(response.headers.get('content-type') ?? '')
  if (isSigned) return verifyProviderJwt(context, await response.text(), call)
  return readObject(response, { from, now: context.config.now, correlationId: call.correlationId })
}
