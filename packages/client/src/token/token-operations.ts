import { PKCEError } from '@auth/core-errors'
import { checkObject, checkOneOf, checkOption, checkSeconds, checkString, checkStringList } from '@auth/core-errors/options'
import type { AuthPlatformConfig } from '../config/auth-platform-config.ts'
import { parseConfig } from '../config/parse-config.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type {
  AuthorizationCodeParameters,
  BackchannelAuthenticationParameters,
  ClientCredentialsParameters,
  DeviceAuthorizationParameters,
  JwtBearerParameters,
  RefreshTokenParameters,
  TokenExchangeParameters,
  TokenTypeHint,
} from './grant-parameters.ts'
import { isResource } from './is-resource.ts'

const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'

/**
 * Builds the bodies of the requests to a token endpoint and its neighbours, without the client's authentication, which
 * every attempt makes anew. Every method throws InvalidConfigError (VAL_2002), naming the parameter that is wrong.
 */
export class TokenOperations {
  readonly #config: ResolvedConfig

  /** @throws {InvalidConfigError} VAL_2002, naming the option */
  constructor(config: AuthPlatformConfig) {
    this.#config = parseConfig(config)
  }

  /** RFC 6749 §4.4.2, with the audience as `resource` when it is a URI (RFC 8707 §2). */
  buildClientCredentialsRequest(parameters: ClientCredentialsParameters = {}): URLSearchParams {
    const { scopes, audience } = checkObject(parameters, 'parameters')
    return toForm({ grant_type: 'client_credentials', scope: this.#toScope(scopes), resource: this.#toResource(audience) })
  }

  /** RFC 6749 §4.1.3, RFC 7636 §4.5. @throws {PKCEError} PKCE_7001 for a public client without a verifier */
  buildAuthorizationCodeRequest(parameters: AuthorizationCodeParameters): URLSearchParams {
    const { code, redirectUri = this.#config.redirectUri, codeVerifier, resource } = checkObject(parameters, 'parameters')
    const mustHaveVerifier = this.#config.clientAuthentication.method === 'none' || this.#config.profile === 'fapi2'
    if (codeVerifier === undefined && mustHaveVerifier) throw new PKCEError('the code verifier is missing', { code: 'PKCE_7001' })
    return toForm({
      grant_type: 'authorization_code',
      code: checkString(code, 'code'),
      redirect_uri: checkString(redirectUri, 'redirectUri'),
      code_verifier: optional(codeVerifier, 'codeVerifier'),
      resource: checkResource(resource),
    })
  }

  /** RFC 6749 §6. */
  buildRefreshTokenRequest(refreshToken: string, parameters: RefreshTokenParameters = {}): URLSearchParams {
    const { scopes, resource } = checkObject(parameters, 'parameters')
    return toForm({
      grant_type: 'refresh_token',
      refresh_token: checkString(refreshToken, 'refreshToken'),
      scope: scopes && checkStringList(scopes, 'scopes').join(' '),
      resource: checkResource(resource),
    })
  }

  /** RFC 8693 §2.1. */
  buildTokenExchangeRequest(parameters: TokenExchangeParameters): URLSearchParams {
    const { subjectToken, subjectTokenType = accessTokenType, actorToken, actorTokenType, ...rest } = checkObject(parameters, 'parameters')
    checkOption(actorTokenType === undefined || actorToken !== undefined, undefined, 'actorToken', 'given with actorTokenType')
    return toForm({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: checkString(subjectToken, 'subjectToken'),
      subject_token_type: checkString(subjectTokenType, 'subjectTokenType'),
      actor_token: optional(actorToken, 'actorToken'),
      actor_token_type: actorToken === undefined ? undefined : checkString(actorTokenType ?? accessTokenType, 'actorTokenType'),
      requested_token_type: optional(rest.requestedTokenType, 'requestedTokenType'),
      audience: optional(rest.audience, 'audience'),
      resource: checkResource(rest.resource),
      scope: this.#toScope(rest.scopes),
    })
  }

  /** RFC 7523 §2.1. */
  buildJwtBearerRequest(parameters: JwtBearerParameters): URLSearchParams {
    const { assertion, scopes, audience } = checkObject(parameters, 'parameters')
    return toForm({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: checkString(assertion, 'assertion'),
      scope: this.#toScope(scopes),
      resource: this.#toResource(audience),
    })
  }

  /** RFC 8628 §3.1: what starts the device flow. */
  buildDeviceAuthorizationRequest(parameters: DeviceAuthorizationParameters = {}): URLSearchParams {
    const { scopes, audience } = checkObject(parameters, 'parameters')
    return toForm({ client_id: this.#config.clientId, scope: this.#toScope(scopes), resource: this.#toResource(audience) })
  }

  /** RFC 8628 §3.4. */
  buildDeviceTokenRequest(deviceCode: string): URLSearchParams {
    return toForm({ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: checkString(deviceCode, 'deviceCode') })
  }

  /** OpenID Connect CIBA 7.1: what asks for consent on another device. `openid` is always among the scopes. */
  buildBackchannelAuthenticationRequest(parameters: BackchannelAuthenticationParameters): URLSearchParams {
    const {
      scopes = this.#config.scopes,
      audience,
      loginHint,
      loginHintToken,
      idTokenHint,
      ...rest
    } = checkObject(parameters, 'parameters')
    const hints = [loginHint, loginHintToken, idTokenHint].filter((hint) => hint !== undefined)
    checkOption(hints.length === 1, hints.length, 'loginHint', 'the only hint, or loginHintToken or idTokenHint')
    return toForm({
      scope: this.#toScope([...new Set(['openid', ...scopes])]),
      resource: this.#toResource(audience),
      login_hint: optional(loginHint, 'loginHint'),
      login_hint_token: optional(loginHintToken, 'loginHintToken'),
      id_token_hint: optional(idTokenHint, 'idTokenHint'),
      binding_message: optional(rest.bindingMessage, 'bindingMessage'),
      user_code: optional(rest.userCode, 'userCode'),
      acr_values: rest.acrValues && checkStringList(rest.acrValues, 'acrValues').join(' '),
      requested_expiry:
        rest.requestedExpirySeconds === undefined
          ? undefined
          : String(checkSeconds(rest.requestedExpirySeconds, 'requestedExpirySeconds', 1)),
    })
  }

  /** OpenID Connect CIBA 10.1. */
  buildBackchannelTokenRequest(authReqId: string): URLSearchParams {
    return toForm({ grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: checkString(authReqId, 'authReqId') })
  }

  /** RFC 7009 §2.1 and RFC 7662 §2.1: what names a token to revoke or to introspect. */
  buildTokenReferenceRequest(token: string, hint?: TokenTypeHint): URLSearchParams {
    if (hint !== undefined) checkOneOf(hint, 'tokenTypeHint', ['access_token', 'refresh_token'])
    return toForm({ token: checkString(token, 'token'), token_type_hint: hint })
  }

  /** The headers of every request. */
  buildTokenRequestHeaders(): Record<string, string> {
    return { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
  }

  #toScope(scopes: readonly string[] | undefined): string | undefined {
    const words = scopes === undefined ? this.#config.scopes : checkStringList(scopes, 'scopes')
    return words.length > 0 ? words.join(' ') : undefined
  }

  #toResource(audience: string = this.#config.audience): string | undefined {
    return isResource(checkString(audience, 'audience')) ? audience : undefined
  }
}

function optional(value: string | undefined, parameter: string): string | undefined {
  return value === undefined ? undefined : checkString(value, parameter)
}

function checkResource(resource: string | undefined): string | undefined {
  return checkOption(resource === undefined || isResource(resource), resource, 'resource', 'an absolute URI without a fragment')
}

function toForm(parameters: Readonly<Record<string, string | undefined>>): URLSearchParams {
  return new URLSearchParams(Object.entries(parameters).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
