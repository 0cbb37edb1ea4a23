import { parseArgs } from 'node:util'
import { startIssuer } from './index.ts'
import { toSummary } from './summary.ts'

/** Runs the issuer until SIGINT or SIGTERM: `node src/main.ts [--port N]`. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })
  const port = Number(values.port)
  if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error(`--port must be a number from 0 to 65535, not ${values.port}`)
  const issuer = await startIssuer({ port, onError: console.error })
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void issuer.close())
  console.log(toSummary(issuer))
}

main().catch((error: Error) => {
  console.error(`The issuer does not start: ${error.message}`)
  process.exitCode = 1
})
