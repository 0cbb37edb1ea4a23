import { isAuthPlatformError } from '@auth/core-errors'
import { checkObject, checkOneOf, checkOption, checkString } from '@auth/core-errors/options'
import type { CallOptions } from '../http/call-options.ts'
import type { Call } from '../http/call.ts'
import type { ClientContext } from '../http/client-context.ts'
import { verifyProviderJwt } from '../provider/verify-provider-jwt.ts'
import type { ResponseMode } from './authorization-parameters.ts'
import { callbackError, type CallbackResult, readCallbackParameters, readCallbackResult } from './read-callback.ts'

/** What a callback must fit: the authorization request that it answers. */
export interface CallbackExpectation {
  /** The request's `state`, as this browser kept it. */
  readonly expectedState: string
  /** The request's `issuer`. @default the configuration's */
  readonly expectedIssuer?: string | undefined
  /** The request's `responseMode`: with a `jwt` one, only a signed answer is taken. */
  readonly responseMode?: ResponseMode | undefined
}

/** See `AuthorizationBuilder.parseCallbackUrl`. */
export async function parseCallback(
  context: ClientContext,
  url: string | URL | URLSearchParams,
  expected: CallbackExpectation,
  options?: CallOptions,
): Promise<CallbackResult> {
  const { expectedState, expectedIssuer = context.config.issuer, responseMode = 'query' } = checkObject(expected, 'expected')
  checkString(expectedState, 'expectedState')
  checkOneOf(responseMode, 'responseMode', ['query', 'form_post', 'query.jwt', 'form_post.jwt', 'jwt'])
  const call = context.begin(options)
  const isReadable = typeof url === 'string' || url instanceof URL || url instanceof URLSearchParams
  checkOption(isReadable, undefined, 'url', 'a URL, or the posted form as URLSearchParams')
  const outer = readCallbackParameters(url)
  const isSigned = responseMode.endsWith('jwt')
  if (isSigned !== outer.has('response')) throw callbackError('response_mode')
  const parameters = isSigned ? await readSignedResponse(context, outer.get('response') ?? '', call) : outer
  checkState(parameters.get('state'), expectedState)
  await checkIssuer(context, { parameters, expectedIssuer, isSigned }, call)
  return readCallbackResult(parameters, expectedIssuer)
}

/** JARM (JWT Secured Authorization Response Mode §2.4). */
async function readSignedResponse(context: ClientContext, response: string, call: Call): Promise<ReadonlyMap<string, string>> {
  try {
    const claims = await verifyProviderJwt(context, response, call, { requiredClaims: ['exp'] })
    return new Map(Object.entries(claims).filter((claim): claim is [string, string] => typeof claim[1] === 'string'))
  } catch (cause) {
    if (!isAuthPlatformError(cause) || cause.code !== 'AUTH_1002') throw cause // an outage is not a bad answer
    throw callbackError('response_invalid', cause)
  }
}

function checkState(state: string | undefined, expectedState: string): void {
  if (state === undefined) throw callbackError('missing_state')
  if (state !== expectedState) throw callbackError('state_mismatch')
}

async function checkIssuer(
  { config, metadata }: ClientContext,
  { parameters, expectedIssuer, isSigned }: { parameters: ReadonlyMap<string, string>; expectedIssuer: string; isSigned: boolean },
  call: Call,
): Promise<void> {
  const issuer = parameters.get('iss')
  if (expectedIssuer !== config.issuer || (issuer !== undefined && issuer !== expectedIssuer)) {
    throw callbackError('issuer_mismatch')
  }
  if (issuer !== undefined || isSigned) return
  const isKnown = config.endpoints.authorizationEndpoint !== undefined && config.endpoints.tokenEndpoint !== undefined
  const isAdvertised =
    config.profile === 'fapi2' || (!isKnown && (await metadata.find(call))?.authorization_response_iss_parameter_supported === true)
  if (isAdvertised) throw callbackError('missing_issuer')
}
