import { askDoor, type Finding } from './ask-door.ts'
import type { Door } from './door.ts'
import { readBuild, type Samples } from './read-build.ts'
import { startApplication } from './start-application.ts'

/** What to check, and how. */
export interface CheckOptions {
  /** The application's folder, with its build. */
  readonly folder: string
  /** The names of what may answer without a session: routes as the build names them, actions as `file#export` or by id. */
  readonly publicNames: readonly string[]
  /** Paths to ask dynamic routes with. */
  readonly samples?: Samples | undefined
  /** Where the application sends whoever has no session. @default '/auth/login' */
  readonly signInPath?: string | undefined
  /** How long the start, and each answer, may take. @default 30 */
  readonly timeoutSeconds?: number | undefined
}

/** What a check has found. */
export interface CheckResult {
  readonly findings: readonly Finding[]
  /** Whatever is not declared public, and does not refuse whoever has no session. */
  readonly open: readonly Finding[]
  /** What is declared public, and is not there. */
  readonly unknownNames: readonly string[]
}

/** Starts the built application and asks every door of it without a session. */
export async function checkApplication(options: CheckOptions): Promise<CheckResult> {
  const { folder, publicNames, samples, signInPath = '/auth/login', timeoutSeconds = 30 } = options
  const { doors } = readBuild(folder, samples)
  await using application = await startApplication(folder, timeoutSeconds)
  const findings: Finding[] = []
  for (const door of doors) findings.push(...(await askDoor(door, { origin: application.origin, signInPath, timeoutSeconds })))
  const isPublic = ({ name }: Door): boolean => publicNames.includes(name)
  return {
    findings,
    open: findings.filter(({ door, verdict }) => verdict.kind !== 'refuses' && !isPublic(door)),
    unknownNames: publicNames.filter((name) => !doors.some((door) => door.name === name)),
  }
}
