import { describe, expect, it } from 'vitest'
import { buildVariant } from './build-variant.ts'

const page = `import { protect } from '../../auth'

export const dynamic = 'force-static'

export default async function Page() {
  const { user } = await protect()
  return <p>{user.sub}</p>
}
`
const handler = `import { protect } from '../../auth'

export const dynamic = 'force-static'
export const GET = protect((_request, { auth }) => Response.json(auth.claims.sub))
`

describe('what is guarded and static', () => {
  it.each([
    ['page', 'app/static/page.tsx', page],
    ['handler', 'app/static/route.ts', handler],
  ])('is told when it is built: a %s', async (kind, file, text) => {
    const build = buildVariant({ name: `static-${kind}`, isPlain: true, files: { [file]: text } })
    await expect(build).rejects.toThrow(/what is guarded cannot be rendered without a request: take away its `dynamic = 'force-static'`/)
  })
})
