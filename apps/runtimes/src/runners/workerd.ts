import { readFile } from 'node:fs/promises'
import { startControlServer } from '../world/control-server.ts'
import { bundle } from './bundle.ts'
import { NotThereError, type Runner } from './runner.ts'

/** The suite runs within a request to a worker, which makes more of them to itself, in the workerd that comes with miniflare. */
export const runInWorkerd: Runner = async (folder, onLine) => {
  const { Miniflare } = await import('miniflare').catch((cause: unknown) => {
    throw new NotThereError('miniflare does not load', { cause })
  })
  const script = await readFile(await bundle(folder, 'worker', ['workerd', 'worker', 'import', 'default']), 'utf8')
  await using server = await startControlServer()
  const miniflare = new Miniflare({ modules: true, script, compatibilityDate: '2026-07-01' })
  try {
    const url = await miniflare.ready
    url.searchParams.set('origin', server.origin)
    const response = await fetch(url)
    const lines = await response.text()
    if (!response.ok) throw new Error(`the worker answered ${response.status}: ${lines}`)
    lines.split('\n').forEach(onLine)
  } finally {
    await miniflare.dispose()
  }
}
