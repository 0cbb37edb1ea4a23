import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import manifest from '../package.json' with { type: 'json' }

/** Which sources a bundle of the whole package is made of, under the conditions of a platform. */
async function bundledFiles(conditions: readonly string[]): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [new URL('../src/index.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    conditions: ['@auth/source', ...conditions],
  })
  return Object.keys(metafile.inputs)
}

describe('a bundle', () => {
  it.each([['browser'], ['default']])('for %s holds no ky', async (...conditions) => {
    const files = await bundledFiles(conditions)
    expect(files.filter((file) => file.includes('/ky/'))).toEqual([])
    expect(files.some((file) => file.endsWith('src/send-plainly.ts'))).toBe(true)
  })

  it.each([[['node']], [['workerd']], [['workerd', 'worker', 'browser']]])('for %s holds ky', async (conditions) => {
    const files = await bundledFiles(conditions)
    expect(files.some((file) => file.includes('/ky/'))).toBe(true)
    expect(files.some((file) => file.endsWith('src/send-plainly.ts'))).toBe(false)
  })
})

describe('the manifest', () => {
  it('publishes the same choice as it has, without the sources', () => {
    const { '@auth/source': sources, ...published } = manifest.imports['#send-attempts']
    expect(manifest.publishConfig.imports['#send-attempts']).toEqual(published)
    expect(Object.keys(published)).toEqual(['workerd', 'node', 'browser', 'default'])
    const built = Object.entries(sources).map(([condition, file]) => [condition, file.replace('./src/', './dist/').replace('.ts', '.js')])
    expect(Object.fromEntries(built)).toEqual(published)
  })
})
