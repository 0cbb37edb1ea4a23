import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ServiceUnavailableError } from '@auth/core-errors'

/** An application that runs. */
export interface RunningApplication extends AsyncDisposable {
  readonly origin: string
}

/**
 * Starts the built application on a free port of 127.0.0.1, with `next start` of its own Next.js and the environment of
 * this process.
 *
 * @throws {ServiceUnavailableError} SRV_5002, when it ends, or is not ready in time; what it printed is in the message
 */
export async function startApplication(folder: string, timeoutSeconds: number): Promise<RunningApplication> {
  const next = createRequire(join(folder, 'package.json')).resolve('next/dist/bin/next')
  const child = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', '0'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    const port = await readPort(child, timeoutSeconds)
    return { origin: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => stop(child) }
  } catch (error) {
    await stop(child)
    throw error
  }
}

function readPort(child: ChildProcess, timeoutSeconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const fail = (why: string): void => {
      clearTimeout(timer)
      reject(new ServiceUnavailableError(`the application ${why}${printed === '' ? '' : `; it said:\n${printed.slice(-2000)}`}`))
    }
    const timer = setTimeout(() => fail(`was not ready within ${timeoutSeconds} s`), timeoutSeconds * 1000)
    const listen = (chunk: Buffer): void => {
      printed += String(chunk)
      const [, port] = /Local:\s+http:\/\/[^:\s]+:(\d+)[\s\S]*Ready/.exec(printed) ?? []
      if (port === undefined) return
      clearTimeout(timer)
      resolve(port)
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('error', (error) => fail(`did not start: ${error.message}`))
    child.once('exit', (code) => fail(`ended with ${code}`))
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
