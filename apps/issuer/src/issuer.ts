import type { JWTHeaderParameters, JWTPayload } from 'jose'
import type { DemoClientOptions, DemoClients } from './demo/demo-clients.ts'
import type { DemoUser } from './demo/demo-users.ts'
import type { Resource, ResourceOptions } from './demo/resources.ts'
import type { Endpoint } from './front/endpoint.ts'
import type { FailMode } from './front/failure.ts'
import type { LoggedRequest } from './front/front-server.ts'
import type { ApprovalDevice } from './provider/backchannel.ts'
import type { DPoPNonceMode } from './provider/provider-features.ts'
import type { IssuerTls } from './tls/issuer-tls.ts'
import type { SigningAlgorithm } from './provider/signing-keys.ts'

/** How the demo issuer is to be; every member has a default. */
export interface IssuerOptions extends DemoClientOptions {
  /** The port on 127.0.0.1. @default any free one */
  readonly port?: number | undefined
  /** Serves it over TLS, where a second address asks clients for their certificates (`mtls_endpoint_aliases`). @default plain http */
  readonly tls?: IssuerTls | undefined
  /** The default API: its identifier and the `aud` of its tokens. @default 'https://api.example.com' */
  readonly audience?: string | undefined
  /** What the access tokens of the default API are signed with. @default 'RS256' */
  readonly algorithm?: SigningAlgorithm | undefined
  /** How long the access tokens of the default API live, in seconds. @default 600 */
  readonly accessTokenTtlSeconds?: number | undefined
  /** More APIs, beside the default one and the opaque one. @default none */
  readonly resources?: readonly ResourceOptions[] | undefined
  /** Whether DPoP proofs must carry a nonce of the issuer. @default 'optional' */
  readonly dpopNonce?: DPoPNonceMode | undefined
  /** What goes wrong inside the issuer, which its clients only see as `server_error`. @default nothing */
  readonly onError?: ((error: Error) => void) | undefined
  /** The clock of `signAccessToken`, in milliseconds; everything else runs on the system's. @default Date.now */
  readonly now?: (() => number) | undefined
}

/** A running OpenID provider. */
export interface Issuer extends AsyncDisposable {
  /** Its issuer identifier, which is also its address. */
  readonly issuer: string
  readonly clients: DemoClients
  readonly users: readonly [ada: DemoUser, linus: DemoUser]
  /** The default API (JWT access tokens), the opaque one, then those of the options. */
  readonly resources: readonly [api: Resource, opaque: Resource, ...Resource[]]
  /** The requests that reached it, oldest first; the last 10,000 of them. */
  readonly requests: readonly LoggedRequest[]
  /** How many of them were for an endpoint; without one, for any. */
  requestCount(endpoint?: Endpoint): number
  clearRequests(): void
  /** Signs with new keys from now on; what the former ones signed stays good, unless `dropOld` withdraws them. */
  rotateKeys(options?: { readonly dropOld?: boolean | undefined }): Promise<void>
  /**
   * Fails from now on, at one endpoint or (the default) all; `none` ends it, and for one endpoint it stands against a failure of
   * all. `down` takes the whole issuer away, whatever the endpoint; it comes back on the same port.
   */
  fail(mode: FailMode, options?: { readonly endpoint?: Endpoint | 'all' | undefined }): Promise<void>
  /** Whether DPoP proofs must carry a nonce from now on. */
  setDPoPNonce(mode: DPoPNonceMode): void
  /** Where the requests for consent of CIBA wait for an answer. */
  readonly phone: ApprovalDevice
  /** An access token signed with the issuer's own key, good for the default API unless the claims or the header given say otherwise. */
  signAccessToken(claims?: JWTPayload, header?: Partial<JWTHeaderParameters>): Promise<string>
  /** Stops at once and leaves nothing behind. */
  close(): Promise<void>
}
