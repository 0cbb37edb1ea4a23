import { expect, it } from 'vitest'
import { readBlocks } from './read-blocks.ts'

it('finds every program, under the name of its file where it has one', () => {
  const page = '# A\n\n```ts [app/[id]/page.ts]\nimport a from "a"\n```\n\n```sh\nnpm install\n```\n\n```tsx\nconst b = 1\n```\n'
  expect(readBlocks(page, 'a.md')).toEqual([
    { path: 'app/[id]/page.ts', code: 'import a from "a"\n' },
    { path: 'block-3.tsx', code: 'const b = 1\n\nexport {}\n' },
  ])
})

it.each(['js', 'typescript', ''])('refuses a block in the language "%s", which would not be compiled', (language) => {
  expect(() => readBlocks(`\`\`\`${language}\ncode\n\`\`\`\n`, 'a.md')).toThrow('a.md: a block is neither')
})
