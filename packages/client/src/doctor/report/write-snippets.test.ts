import { expect, it } from 'vitest'
import { unknownAudience, writeSnippets } from './write-snippets.ts'

const validator = { issuer: 'https://id.example', allowInsecureLoopback: true } as const
const client = { baseUrl: 'https://id.example', clientId: "it's \\ mine", scopes: ['a', 'b'], dpop: { enabled: true } } as const

it('writes what can be copied, and marks what nobody could know', () => {
  const snippets = writeSnippets({ express: validator, validator, client, clientAuthentication: 'clientSecretPost' }, 'MY_SECRET')
  expect(snippets.validator).toBe(
    `import { TokenValidator } from '@auth/tokens'\nexport const validator = new TokenValidator({\n  issuer: 'https://id.example',\n  audience: '${unknownAudience}',\n  allowInsecureLoopback: true,\n})`,
  )
  expect(snippets.express).toContain("import { createExpressAuth } from '@auth/express'")
  expect(snippets.client).toContain(
    "  clientId: 'it\\'s \\\\ mine',\n  scopes: ['a', 'b'],\n  dpop: { enabled: true },\n  clientSecret: process.env.MY_SECRET!,\n  clientAuthentication: clientSecretPost(),\n",
  )
})

it('writes no secret for a public client', () => {
  expect(writeSnippets({ express: validator, validator, client, clientAuthentication: undefined }, undefined).client).not.toMatch(
    /clientSecret/,
  )
})
