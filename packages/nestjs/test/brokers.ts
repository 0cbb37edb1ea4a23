import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort, isListening } from '../../pkce-dpop/test/redis-server.ts'

/** A broker that messages go through: how it is started on a port of loopback. */
export interface BrokerProgram {
  readonly command: string
  /** `folder` is there for as long as the broker runs. */
  readonly toArguments: (port: number, folder: string) => readonly string[]
}

export const natsServer: BrokerProgram = { command: 'nats-server', toArguments: (port) => ['-a', '127.0.0.1', '-p', String(port)] }
export const redisServer: BrokerProgram = {
  command: 'redis-server',
  toArguments: (port) => ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
}
export const mosquitto: BrokerProgram = {
  command: 'mosquitto',
  toArguments(port, folder) {
    const file = join(folder, 'mosquitto.conf')
    // Without the last line each small answer waits for the one before it to be acknowledged.
    writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n`)
    return ['-c', file]
  },
}

/** Where Debian puts what is meant for servers, which not every path names. */
const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` }

const known = new Map<string, boolean>()

/** Whether there is such a program; says so loudly when there is none. */
export function hasBroker({ command }: BrokerProgram): boolean {
  const isThere = known.get(command) ?? spawnSync(command, ['--help'], { env }).error === undefined
  if (!isThere && !known.has(command)) console.warn(`${command} is not installed: the tests of microservices over it are SKIPPED`)
  known.set(command, isThere)
  return isThere
}

export interface RunningBroker {
  readonly port: number
  readonly stop: () => Promise<void>
}

export async function startBroker({ command, toArguments }: BrokerProgram): Promise<RunningBroker> {
  const port = await findFreePort()
  const folder = mkdtempSync(join(tmpdir(), 'auth-broker-'))
  const child: ChildProcess = spawn(command, toArguments(port, folder), { stdio: 'ignore', env })
  while (!(await isListening(port))) {
    if (child.exitCode !== null) throw new Error(`${command} did not start`)
    await new Promise(setImmediate)
  }
  return {
    port,
    async stop() {
      rmSync(folder, { recursive: true, force: true })
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await exit
    },
  }
}
