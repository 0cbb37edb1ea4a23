import { isAuthPlatformError } from '@auth/core-errors'
import { parseDoctorOptions, type SecretSources, usage } from './doctor-options.ts'
import { gatherFacts } from './gather/gather-facts.ts'
import { inspectCertificate, type InspectCertificate } from './gather/inspect-certificate.ts'
import { createReport } from './report/create-report.ts'
import { createHide } from './report/hide-secrets.ts'
import { renderText } from './report/render-text.ts'

/** What the command needs of the process that it runs in. */
export interface DoctorProcess extends SecretSources {
  readonly print: (line: string) => void
  /** What is being done, for whoever waits. */
  readonly onProgress: (step: string) => void
  /** The raw transport. @default the global fetch */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** @default over the network */
  readonly inspectCertificate?: InspectCertificate | undefined
  /** The wall clock, in milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined
}

/** How many requests may follow each other: what all of it may take, in requests that take as long as one may. */
const longestChain = 8

/**
 * The command `auth doctor`.
 * @returns what to exit with: 0 when all is well, 1 when there is a problem, 2 when it could not be run
 */
export async function runDoctor(words: readonly string[], process: DoctorProcess): Promise<0 | 1 | 2> {
  const { print, onProgress, now = Date.now, inspectCertificate: inspect = inspectCertificate } = process
  try {
    const options = words.length === 0 ? undefined : await parseDoctorOptions(words, process)
    if (options === undefined) {
      print(usage)
      return words.length === 0 ? 2 : 0
    }
    const { timeoutSeconds, clientId } = options
    const fetch = process.fetch ?? ((input, init) => globalThis.fetch(input, init))
    const signal = AbortSignal.timeout(timeoutSeconds * longestChain * 1000)
    const network = { fetch, timeoutSeconds, signal, now }
    const { facts, secrets } = await gatherFacts(options, { network, inspectCertificate: inspect, onProgress })
    const report = createReport(options, facts, createHide(secrets, clientId))
    for (const line of options.asJson ? [JSON.stringify(report, null, 2)] : renderText(report)) print(line)
    return report.status === 'good' ? 0 : 1
  } catch (error) {
    // Only our own words: another error may quote what it failed over.
    print(
      isAuthPlatformError(error) && error.code === 'VAL_2001'
        ? `${error.message}\n\nauth doctor --help tells how it is used`
        : 'the doctor itself failed',
    )
    return 2
  }
}
