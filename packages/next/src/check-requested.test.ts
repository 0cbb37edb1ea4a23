import { describe, expect, it } from 'vitest'
import { checkRequested } from './check-requested.ts'

const platform = (headers: Record<string, string>) => ({ headers: async () => new Headers(headers) })

describe('what is guarded', () => {
  it('is asked for by a request, which names its host', async () => {
    await expect(checkRequested(platform({ host: 'site.example' }))).resolves.toBeUndefined()
  })

  it('is not rendered for everybody, once: that is told with what to do about it', async () => {
    const message = expect.stringContaining("`dynamic = 'force-static'`")
    await expect(checkRequested(platform({}))).rejects.toMatchObject({ code: 'VAL_2002', message })
  })
})
