import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it } from 'vitest'

const main = new URL('main.ts', import.meta.url).pathname
const start = (...args: string[]) => spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })

it.each(['SIGINT', 'SIGTERM'] as const)('runs until %s and then ends with 0, although a connection is open', async (signal) => {
  const startedAt = performance.now()
  const child = start('--port', '0')
  const [output] = (await once(child.stdout, 'data')) as [Buffer]
  console.info(`the issuer was up after ${Math.round(performance.now() - startedAt)} ms`)
  const issuer = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output.toString())
  expect((await fetch(`${issuer?.[0]}/jwks`)).status).toBe(200)
  const socket = connect(Number(issuer?.[1]), '127.0.0.1').on('error', () => {})
  await once(socket, 'connect')
  child.kill(signal)
  expect(await once(child, 'exit')).toEqual([0, null])
})

it.each([[['--port', '70000']], [['--what']]])('refuses %j in one line', async (args) => {
  const child = start(...args)
  const [output] = (await once(child.stderr, 'data')) as [Buffer]
  expect(output.toString()).toMatch(/^The issuer does not start: .+\n$/)
  expect(await once(child, 'exit')).toEqual([1, null])
})
