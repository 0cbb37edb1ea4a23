import type { NextAuthConfig } from './next-auth-config.ts'

/** What one process has made already, and for which options. */
interface Entry {
  /** Whether these options are the same; they hold secrets, and are not to be seen here. */
  isFor(plain: string): boolean
  readonly value: unknown
}

const registryKey: unique symbol = Symbol.for('@auth/next.per-process.1') as never

type WithRegistry = typeof globalThis & { [registryKey]?: Map<string, Entry> }

/** Options with which a program steps in for the network or time: what was made with them is nobody else's. */
const injected = ['fetch', 'now', 'monotonicNow'] as const

/** The options as text, as far as two copies of a module can have the same: without functions and objects of classes. */
function toPlainText(config: NextAuthConfig): string {
  return JSON.stringify(config, (_name, value: unknown) => {
    if (typeof value === 'function' || typeof value === 'bigint') return undefined
    const isPlain = typeof value !== 'object' || value === null || Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
    return isPlain ? value : undefined
  })
}

/**
 * What belongs to a process is made once in it, however many copies of this module it loads: Next.js gives the proxy,
 * pages and route handlers each their own. Other options under the same name replace it, as while a file is edited.
 */
export function oncePerProcess<T>(config: NextAuthConfig, create: () => T): T {
  const { instance, baseUrl, clientId, publicUrl } = config
  const isInjected = injected.some((name) => config[name] !== undefined)
  if (instance === undefined && isInjected) return create()
  const registry = ((globalThis as WithRegistry)[registryKey] ??= new Map())
  const name = instance ?? JSON.stringify([baseUrl, clientId, publicUrl])
  const plain = toPlainText(config)
  const known = registry.get(name)
  if (known?.isFor(plain) === true) return known.value as T
  const value = create()
  registry.set(name, { isFor: (other) => other === plain, value })
  return value
}
