import type { DoctorReport } from '../../src/doctor/report/create-report.ts'
import { type DoctorProcess, runDoctor } from '../../src/doctor/run-doctor.ts'

/** Runs the command in this process; the answer is its exit code and everything that it wrote. */
export async function run(
  words: readonly string[],
  more: Partial<DoctorProcess> = {},
): Promise<{ readonly code: number; readonly output: string; readonly progress: readonly string[] }> {
  const lines: string[] = []
  const progress: string[] = []
  const code = await runDoctor(words, {
    environment: {},
    readInput: async () => '',
    print: (line) => void lines.push(line),
    onProgress: (step) => void progress.push(step),
    ...more,
  })
  return { code, output: lines.join('\n'), progress }
}

/** The same with `--json`, and its report. */
export async function examine(
  words: readonly string[],
  more: Partial<DoctorProcess> = {},
): Promise<{ readonly code: number; readonly report: DoctorReport; readonly problems: readonly string[] }> {
  const { code, output } = await run(['doctor', ...words, '--json'], more)
  const report = JSON.parse(output) as DoctorReport
  const findings = report.checks.flatMap((check) => check.findings)
  return { code, report, problems: [...new Set(findings.filter(({ status }) => status === 'problem').map(({ id }) => id))] }
}
