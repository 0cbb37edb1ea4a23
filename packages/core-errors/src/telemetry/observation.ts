import type { LabelName } from './bounded-labels.ts'

/** How an event is told. */
export type Observation =
  /** Work that took `durationSeconds`: a span and a histogram `‹name›.duration`. */
  | {
      readonly kind: 'work'
      readonly name: string
      readonly outcome: string
      readonly labels: readonly LabelName[]
      /** Whether the work went over the network. */
      readonly isCall?: boolean
      /** Whether nothing could be decided or had: only that is an error of a span's. A refusal is an answer. */
      readonly isOutage?: boolean
    }
  /** Something happened: a count in `auth.events`, and an event on the span under way. */
  | { readonly kind: 'moment'; readonly labels: readonly LabelName[] }

type Work = Omit<Extract<Observation, { kind: 'work' }>, 'kind'>
const work = (of: Work): Observation => ({ kind: 'work', ...of })
const moment = (...labels: readonly LabelName[]): Observation => ({ kind: 'moment', labels })

const attempt = { name: 'auth.http.attempt', isCall: true, labels: ['endpoint', 'server', 'method', 'status', 'code'] } as const
const refresh = { name: 'auth.jwks.refresh', isCall: true, labels: ['server', 'code'] } as const
const validation = { name: 'auth.validation', labels: ['scheme', 'code', 'check'] } as const
const tokenRequest = { name: 'auth.token.request', isCall: true, labels: ['grant', 'code'] } as const

/**
 * Every event of the `@auth` packages and how it is told; what is not here is not. A row is made by the `type` alone, so
 * that this package need not know, and does not import, who tells it.
 */
export const observations: Readonly<Record<string, Observation>> = {
  __proto__: null as never,
  attempt_answered: work({ ...attempt, outcome: 'answered' }),
  attempt_failed: work({ ...attempt, outcome: 'failed', isOutage: true }),
  jwks_refreshed: work({ ...refresh, outcome: 'refreshed' }),
  jwks_withdrawn: work({ ...refresh, outcome: 'withdrawn', isOutage: true }),
  jwks_refresh_failed: work({ ...refresh, outcome: 'failed', isOutage: true }),
  request_accepted: work({ ...validation, outcome: 'accepted' }),
  request_refused: work({ ...validation, outcome: 'refused' }),
  request_undecided: work({ ...validation, outcome: 'undecided', isOutage: true }),
  token_accepted: work({ ...validation, outcome: 'accepted' }),
  token_refused: work({ ...validation, outcome: 'refused' }),
  token_undecided: work({ ...validation, outcome: 'undecided', isOutage: true }),
  tokens_granted: work({ ...tokenRequest, outcome: 'granted' }),
  tokens_refused: work({ ...tokenRequest, outcome: 'refused' }),
  tokens_unavailable: work({ ...tokenRequest, outcome: 'unavailable', isOutage: true }),
  circuit_opened: moment('endpoint', 'server'),
  circuit_half_opened: moment('endpoint', 'server'),
  circuit_closed: moment('endpoint', 'server'),
  retry_scheduled: moment('endpoint', 'server'),
  retry_refused: moment('endpoint', 'server', 'reason'),
  jwks_storage_failed: moment('server', 'operation'),
  proof_replayed: moment(),
  replay_check_skipped: moment(),
  signed_in: moment(),
  signed_out: moment(),
  tokens_refreshed: moment(),
  refresh_failed: moment('code'),
}
