/** The suite in a page of the control server: results go to `reportLine`, which the runner puts there. */
import { inSameRequest } from './same-request.ts'
import { runSuite } from '../suite/run-suite.ts'

declare function reportLine(line: string): Promise<void>

await runSuite(
  location.origin,
  { hasSynchronousSignatures: false, hasCookieHeaders: false, inRequest: inSameRequest },
  (line) => void reportLine(JSON.stringify(line)),
)
await reportLine('')
