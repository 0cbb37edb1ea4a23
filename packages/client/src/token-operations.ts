import { checkObject, checkString, checkStringList } from '@auth/core-errors/options'
import { type AuthPlatformConfig, parseConfig, type ResolvedConfig } from './auth-platform-config.ts'

/** What a client-credentials grant asks for. */
export interface ClientCredentialsParameters {
  /** @default the configuration's `scopes` */
  readonly scopes?: readonly string[] | undefined
  /** @default the configuration's `audience` */
  readonly audience?: string | undefined
}

/** Builds the bodies of token requests, without the client's authentication, which every attempt makes anew. */
export class TokenOperations {
  readonly #config: ResolvedConfig

  /** @throws {InvalidConfigError} VAL_2002, naming the option */
  constructor(config: AuthPlatformConfig) {
    this.#config = parseConfig(config)
  }

  /**
   * The body of a client-credentials request (RFC 6749 §4.4.2), with the audience as `resource` when it is a URI (RFC 8707 §2).
   * @throws {InvalidConfigError} VAL_2002, naming the parameter
   */
  buildClientCredentialsRequest(parameters: ClientCredentialsParameters = {}): URLSearchParams {
    const { scopes = this.#config.scopes, audience = this.#config.audience } = checkObject(parameters, 'parameters')
    const body = new URLSearchParams({ grant_type: 'client_credentials' })
    if (scopes !== this.#config.scopes) checkStringList(scopes, 'scopes')
    if (scopes.length > 0) body.set('scope', scopes.join(' '))
    if (isAbsoluteUri(checkString(audience, 'audience'))) body.set('resource', audience)
    return body
  }

  /** The headers of every token request. */
  buildTokenRequestHeaders(): Record<string, string> {
    return { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
  }
}

/** RFC 8707 §2: a resource is an absolute URI without a fragment. */
function isAbsoluteUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[^\s#]+$/i.test(text) && URL.canParse(text)
}
