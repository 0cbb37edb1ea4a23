import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { connect, createServer } from 'node:net'

/** Whether Debian's `redis-server`, or another, is on the path. */
export const hasRedisServer: boolean = spawnSync('redis-server', ['--version']).status === 0

/** A redis-server of the tests' own, on a free port of loopback, with nothing on disk. */
export interface RedisServer {
  readonly port: number
  start(): Promise<void>
  stop(): Promise<void>
}

export async function createRedisServer(): Promise<RedisServer> {
  const port = await findFreePort()
  let child: ChildProcess | undefined
  return {
    port,
    async start() {
      child = spawn(
        'redis-server',
        ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--daemonize', 'no'],
        { stdio: 'ignore' },
      )
      while (!(await isListening(port))) await new Promise(setImmediate)
    },
    async stop() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const exit = new Promise((resolve) => child?.once('exit', resolve))
      child.kill('SIGKILL')
      await exit
    },
  }
}

export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => {
    server.close(resolve)
  })
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      resolve(true)
      socket.destroy()
    })
    socket.once('error', () => {
      resolve(false)
    })
  })
}
