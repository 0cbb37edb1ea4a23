/** The suite as a program of Node, Bun or Deno: `process.ts ORIGIN`; each result is a line of JSON, an empty one the end. */
import { argv } from 'node:process'
import { inSameRequest } from './same-request.ts'
import { runSuite } from '../suite/run-suite.ts'

await runSuite(argv[2] ?? '', { hasSynchronousSignatures: true, hasCookieHeaders: true, inRequest: inSameRequest }, (line) =>
  console.log(JSON.stringify(line)),
)
console.log('')
