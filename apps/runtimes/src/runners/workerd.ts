import { readFile } from 'node:fs/promises'
import { startControlServer } from '../world/control-server.ts'
import { bundle } from './bundle.ts'
import { NotThereError, type Runner } from './runner.ts'

/** The suite runs within one request to a worker, in the workerd that comes with miniflare. */
export const runInWorkerd: Runner = async (folder, onLine) => {
  const { Miniflare } = await import('miniflare').catch((cause: unknown) => {
    throw new NotThereError('miniflare does not load', { cause })
  })
  const script = await readFile(await bundle(folder, 'worker', ['workerd', 'worker', 'import', 'default']), 'utf8')
  await using server = await startControlServer()
  const miniflare = new Miniflare({ modules: true, script, compatibilityDate: '2026-07-01' })
  try {
    const response = await miniflare.dispatchFetch(`http://worker.example/?origin=${encodeURIComponent(server.origin)}`)
    const lines = await response.text()
    if (!response.ok) throw new Error(`the worker answered ${response.status}: ${lines}`)
    lines.split('\n').forEach(onLine)
  } finally {
    await miniflare.dispose()
  }
}
