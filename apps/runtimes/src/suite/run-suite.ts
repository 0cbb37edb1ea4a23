import type { Check, CheckResult, SuiteStart } from './check.ts'
import { clientChecks } from './checks/client-credentials.ts'
import { dpopChecks } from './checks/dpop.ts'
import { errorChecks } from './checks/error-identity.ts'
import { httpChecks } from './checks/http.ts'
import { jwksChecks } from './checks/jwks-cache.ts'
import { pkceChecks } from './checks/pkce.ts'
import { requestChecks } from './checks/requests.ts'
import { sessionChecks } from './checks/sessions.ts'
import { tokenChecks } from './checks/tokens.ts'
import { describe } from './expect.ts'
import { type RuntimeTraits, World } from './world.ts'

const checks: readonly Check[] = [
  ...tokenChecks,
  ...jwksChecks,
  ...pkceChecks,
  ...dpopChecks,
  ...clientChecks,
  ...sessionChecks,
  ...requestChecks,
  ...httpChecks,
  ...errorChecks,
]

/** A check that takes longer hangs. */
const checkTimeoutSeconds = 20

/** Runs every check, one after the other, against the control server at this origin; `report` is told each result as it comes. */
export async function runSuite(origin: string, traits: RuntimeTraits, report: (line: SuiteStart | CheckResult) => void): Promise<void> {
  report({ userAgent: navigator.userAgent, checks: checks.map(({ name }) => name) })
  const world = await World.connect(origin, traits)
  for (const check of checks) {
    await world.reset()
    report({ check: check.name, failure: await findFailure(check, world) })
  }
}

async function findFailure({ run }: Check, world: World): Promise<string | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${checkTimeoutSeconds} seconds`)), checkTimeoutSeconds * 1000)
  })
  try {
    await Promise.race([run(world), timeout])
    return undefined
  } catch (error) {
    return describe(error)
  } finally {
    clearTimeout(timer)
  }
}
