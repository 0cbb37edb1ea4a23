/** Prints how many tests passed, failed and were skipped in the last run. */
import { readFileSync } from 'node:fs'

const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync('reports/vitest.json', 'utf8')) as Record<
  string,
  number
>
console.log(numPassedTests, numFailedTests, (numPendingTests ?? 0) + (numTodoTests ?? 0))
