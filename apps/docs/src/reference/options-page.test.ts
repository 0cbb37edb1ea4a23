import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Application } from 'typedoc'
import { expect, it } from 'vitest'
import { toOptionsPage } from './options-page.ts'

const source = `
/** What \`Cache\` takes. */
export interface CacheOptions {
  /** Where the keys are. */
  readonly uri: string
  /**
   * How long a set counts as fresh,
   * in seconds. @default 3600
   */
  readonly ttlSeconds?: number | undefined
  /** Which one | or both. @default 'a' */
  readonly mode?: 'a' | 'b' | undefined
}
/** Not told here. */
export interface Cache { readonly size: number }
`

it('tells every option of a package with its default, from the doc comments', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'options-'))
  try {
    writeFileSync(join(folder, 'index.ts'), source)
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { strict: true, target: 'es2022' }, include: ['index.ts'] }),
    )
    const application = await Application.bootstrap({
      entryPoints: [join(folder, 'index.ts')],
      tsconfig: join(folder, 'tsconfig.json'),
      logLevel: 'Error',
    })
    const project = await application.convert()
    const page = toOptionsPage('@auth/cache', [['@auth/cache', project as never]]) // with one entry point the project is its module
    expect(page).toContain('## CacheOptions {#CacheOptions}\n\nWhat `Cache` takes.\n')
    expect(page).toContain('| `uri` | required | Where the keys are.<br>`string` |')
    expect(page).toContain('| `ttlSeconds?` | `3600` | How long a set counts as fresh, in seconds.<br>`number` |')
    expect(page).toContain("| `mode?` | `'a'` | Which one \\| or both.<br>`'a' \\| 'b'` |")
    expect(page).not.toContain('Not told here')
    expect(toOptionsPage('@auth/none', [])).toBe('')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
