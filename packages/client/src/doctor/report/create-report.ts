import type { DoctorOptions } from '../doctor-options.ts'
import { checks } from '../checks.ts'
import type { Facts } from '../facts.ts'
import type { CheckName, Finding, FindingStatus } from '../finding.ts'
import type { Hide } from './hide-secrets.ts'
import { type SuggestedConfiguration, suggestConfiguration } from './suggest-configuration.ts'
import { toText } from './to-text.ts'
import { type Snippets, writeSnippets } from './write-snippets.ts'

/** A finding in words. */
export interface ReportedFinding {
  readonly id: string
  readonly status: FindingStatus
  readonly message: string
  readonly remedy?: string
}

/** What `--json` prints: members are added, never changed, while `version` stays. */
export interface DoctorReport {
  readonly version: 1
  readonly issuer: string
  /** `findings` when there is a problem; notes are none. */
  readonly status: 'good' | 'findings'
  readonly checks: readonly { readonly check: CheckName; readonly status: FindingStatus; readonly findings: readonly ReportedFinding[] }[]
  readonly configuration: Omit<SuggestedConfiguration, 'clientAuthentication'>
  readonly snippets: Snippets
}

/** From the worst to the best; a check is as bad as its worst finding. */
const order: readonly FindingStatus[] = ['problem', 'note', 'good', 'skipped']

/** Judges the facts. */
export function createReport(options: DoctorOptions, facts: Facts, hide: Hide): DoctorReport {
  const toReported = ({ id, status, message, remedy }: Finding): ReportedFinding => ({
    id,
    status,
    message: toText(message, hide),
    ...(remedy && status !== 'good' && { remedy: toText(remedy, hide) }),
  })
  const judged = (Object.keys(checks) as CheckName[]).map((check) => {
    const findings = checks[check](facts).map(toReported)
    return { check, status: order.find((status) => findings.some((finding) => finding.status === status)) ?? 'skipped', findings }
  })
  const suggested = suggestConfiguration(options, facts, hide)
  const { clientAuthentication: _, ...configuration } = suggested
  return {
    version: 1,
    issuer: options.issuer,
    status: judged.some(({ status }) => status === 'problem') ? 'findings' : 'good',
    checks: judged,
    configuration,
    snippets: writeSnippets(
      suggested,
      options.clientId !== undefined && options.clientSecret === undefined ? undefined : options.clientSecretName,
    ),
  }
}
