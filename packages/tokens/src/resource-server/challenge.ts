import type { ErrorCode } from '@auth/core-errors'

/** How a refusal is answered: what a framework writes as it is. */
export interface Challenge {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: ChallengeBody
}

/** The JSON body of a refusal. */
export interface ChallengeBody {
  /** The OAuth error code (RFC 6750 §3.1), `unauthorized` when no credentials came, `temporarily_unavailable` for an outage. */
  readonly error: string
  readonly error_description: string
  readonly code: ErrorCode
  readonly correlation_id: string | null
}
