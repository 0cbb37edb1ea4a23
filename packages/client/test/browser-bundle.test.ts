import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

/** Bundles an import of `@auth/client/browser` as a browser would get it; what cannot be resolved there fails. */
async function bundle(names: string): Promise<{ readonly text: string; readonly sources: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${names} } from '@auth/client/browser'`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['@auth/source'],
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const { inputs, imports } = Object.values(metafile.outputs)[0]!
  expect(imports).toEqual([])
  return {
    text: outputFiles[0]!.text,
    sources: Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])),
  }
}

describe('@auth/client/browser, bundled', () => {
  it('has nothing of Node’s in it, no ky, no jose, and nothing made for servers', async () => {
    const { text, sources } = await bundle('BrowserClient')
    expect(sources.filter((path) => /node_modules|http-resilience|\/node\.ts$|\/session\/|\/config\//.test(path))).toEqual([])
    expect(text).not.toMatch(/\bnode:|\bprocess\b|\bBuffer\b|\brequire\(/)
    expect(sources.length).toBeGreaterThan(20)
  })

  it('leaves out of a sign-in what only the whole client needs', async () => {
    const { text } = await bundle('createProvider, startLogin, finishLogin, refreshTokens')
    expect(text).not.toMatch(/indexedDB|BroadcastChannel|locks|dpop\+jwt|sessionStorage/)
  })
})
