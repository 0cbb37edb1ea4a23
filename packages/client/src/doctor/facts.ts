import type { ServerMetadata } from '@auth/jwks'
import type { ErrorCode } from '@auth/core-errors'

/** What came of asking for a document. */
export type DocumentOutcome =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers: Headers
      readonly text: string
      /** The text as JSON; undefined when it is none. */
      readonly value: unknown
      /** The middle of the request by our clock, in milliseconds. */
      readonly at: number
    }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string | undefined }
  | { readonly kind: 'too_large'; readonly maxBytes: number }
  /** `code` is Node's: ECONNREFUSED, CERT_HAS_EXPIRED, … */
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'timeout'; readonly timeoutSeconds: number }

/** A document, and what came of asking for it. */
export interface DocumentFacts {
  readonly url: string
  readonly outcome: DocumentOutcome
}

/** What `fetchServerMetadata` makes of the documents: the library's own word. */
export type MetadataVerdict =
  | { readonly kind: 'good'; readonly metadata: ServerMetadata }
  | { readonly kind: 'bad'; readonly member: string | undefined }

/** What a server showed when a connection was made to it. */
export interface CertificateFacts {
  readonly host: string
  readonly outcome:
    | {
        readonly kind: 'connected'
        /** Why Node does not trust it, where it does not. */
        readonly distrust: string | undefined
        readonly protocol: string | undefined
        /** In milliseconds since the epoch. */
        readonly validFrom: number
        readonly validTo: number
      }
    | { readonly kind: 'failed'; readonly code: string }
}

/** What a token says and what `TokenValidator` makes of it. */
export interface TokenFacts {
  /** Whether it was given, or got by the client. */
  readonly source: 'given' | 'issued'
  /** Undefined for what is no JWT. */
  readonly claims: Readonly<Record<string, unknown>> | undefined
  readonly header: Readonly<Record<string, unknown>> | undefined
  readonly parts: number
  readonly verdict:
    | { readonly kind: 'good' }
    | { readonly kind: 'bad'; readonly code: ErrorCode | undefined; readonly check: string | undefined }
    /** There were no keys to judge it by. */
    | { readonly kind: 'undecided' }
}

/** What came of asking for a token by client credentials. */
export interface GrantFacts {
  readonly method: string
  readonly isProven: boolean
  /** How many requests reached the token endpoint. */
  readonly requests: number
  /** Whether a nonce was asked for. */
  readonly askedForNonce: boolean
  readonly outcome:
    | {
        readonly kind: 'granted'
        readonly tokenType: string
        readonly expiresInSeconds: number | undefined
        readonly scopes: readonly string[]
      }
    | {
        readonly kind: 'refused'
        readonly code: ErrorCode | undefined
        readonly oauthError: string | undefined
        readonly status: number | undefined
      }
}

/** What the client is, and what came of trying it. */
export interface ClientFacts {
  readonly clientId: string
  readonly hasSecret: boolean
  readonly attempts: readonly GrantFacts[]
}

/** All that was looked at; the checks know nothing else. */
export interface Facts {
  readonly issuer: string
  readonly audience: string | undefined
  /** By our clock, in milliseconds. */
  readonly now: number
  readonly oidc: DocumentFacts
  readonly oauth2: DocumentFacts
  readonly verdict: MetadataVerdict
  readonly jwks: DocumentFacts | undefined
  readonly certificates: readonly CertificateFacts[]
  readonly tokens: readonly TokenFacts[]
  readonly client: ClientFacts | undefined
}
