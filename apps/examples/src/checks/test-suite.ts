import { match } from 'node:assert/strict'
import type { ExampleCheck } from '../example-check.ts'

/** The suite passes, every test of it. */
export const checkTestSuite: ExampleCheck = async ({ example }) => {
  const output = await example.run(['npm', 'test', '--silent'])
  match(output, /\b[5-9]\d attacks refused/)
  match(output, /\bpass 6\n/)
  match(output, /\bfail 0\n/)
}
