import type { ErrorCode } from '@auth/core-errors'
import type { JWKSEvent } from '@auth/jwks'
import type { AuthScheme } from './auth-context.ts'

/** What a `ResourceServer` tells while it works. No event holds a token, a claim about a person, or a header. */
export type ResourceServerEvent =
  /** The keys of an issuer were fetched or withdrawn, or cannot be had; not told of a `validator` or `jwks` that was given. */
  | JWKSEvent
  | {
      readonly type: 'request_accepted'
      readonly scheme: AuthScheme
      readonly issuer: string
      readonly correlationId: string | undefined
      /** How long it took to decide. */
      readonly durationSeconds: number
    }
  | {
      /** The credentials are bad, or none came. */
      readonly type: 'request_refused'
      readonly code: ErrorCode
      /** The check that failed, where it has a name. */
      readonly check: string | undefined
      readonly correlationId: string | undefined
      readonly durationSeconds: number
    }
  | {
      /** Nothing could be decided: the request is answered with 503. */
      readonly type: 'request_undecided'
      readonly error: Error
      readonly correlationId: string | undefined
      readonly durationSeconds: number
    }
  | {
      /** Somebody sent a DPoP proof again: told beside the refusal. */
      readonly type: 'proof_replayed'
      readonly correlationId: string | undefined
    }
  | {
      /** A proof was let through although the replay store could not tell; only with `dpop.failOpen`. */
      readonly type: 'replay_check_skipped'
    }

/** Hears events. What it throws is ignored. */
export type ResourceServerListener = (event: ResourceServerEvent) => void
