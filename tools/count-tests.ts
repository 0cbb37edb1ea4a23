/** Prints how many tests passed, failed and were skipped in a run, by the report that it left. */
import { readFileSync } from 'node:fs'

const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
  readFileSync(process.argv[2] ?? 'reports/vitest.json', 'utf8'),
) as Record<string, number>
console.log(numPassedTests, numFailedTests, (numPendingTests ?? 0) + (numTodoTests ?? 0))
