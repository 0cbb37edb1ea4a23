import { runInChromium } from './runners/chromium.ts'
import { createProcessRunner } from './runners/process.ts'
import type { Runner } from './runners/runner.ts'
import { runInWorkerd } from './runners/workerd.ts'

/** One runtime of the table. */
export interface Runtime {
  readonly name: string
  /** What it must call itself, so that no other one runs in its place. */
  readonly userAgent: RegExp
  readonly run: Runner
  /** Whether it is a program of the system that an install does not bring. */
  readonly isOptional?: boolean
}

const deno = ['run', '--allow-net', '--allow-read', '--allow-env', '--no-remote', '--node-modules-dir=manual']

/** Node 24 has the alias `node24` like the others: a package of this name on the path would stand in for it. */
export const runtimes: readonly Runtime[] = [
  { name: 'Node 22', userAgent: /^Node\.js\/22$/, run: createProcessRunner('node22/bin/node') },
  { name: 'Node 24', userAgent: /^Node\.js\/24$/, run: createProcessRunner('node24/bin/node') },
  { name: 'Node 26', userAgent: /^Node\.js\/26$/, run: createProcessRunner('node26/bin/node') },
  { name: 'Bun', userAgent: /^Bun\//, run: createProcessRunner('bun/bin/bun.exe') },
  { name: 'Deno', userAgent: /^Deno\//, run: createProcessRunner('deno/deno', deno) },
  { name: 'workerd', userAgent: /^Cloudflare-Workers$/, run: runInWorkerd },
  { name: 'Chromium', userAgent: /Chrome\//, run: runInChromium, isOptional: true },
]
