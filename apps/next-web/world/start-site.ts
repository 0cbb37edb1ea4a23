import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What the site is told of where it runs. */
export interface SiteOptions {
  readonly port: number
  /** The folder with the build. @default this application's */
  readonly folder?: string | undefined
  /** The environment variables that the site reads. */
  readonly environment: Readonly<Record<string, string>>
}

/** A site that runs. */
export interface Site extends AsyncDisposable {
  readonly url: string
  /** What it has printed. */
  readonly output: string
}

/** The application's folder. */
export const siteFolder: string = join(import.meta.dirname, '..')

/** Runs Next.js's own command, with its telemetry off. */
export function spawnNext(words: readonly string[], folder: string, environment: Readonly<Record<string, string>> = {}): ChildProcess {
  const next = createRequire(join(siteFolder, 'package.json')).resolve('next/dist/bin/next')
  return spawn(process.execPath, [next, ...words], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Starts the built site on loopback, and answers once it listens. */
export async function startSite({ port, folder = siteFolder, environment }: SiteOptions): Promise<Site> {
  const child = spawnNext(['start', '-H', '127.0.0.1', '-p', String(port)], folder, environment)
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      output += String(chunk)
      if (output.includes('Ready')) resolve()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`the site ended:\n${output}`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    get output() {
      return output
    },
    [Symbol.asyncDispose]: () => stop(child),
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
