/** The sections of a guide for people who come from another library, in their order. */
const sections = ['Before', 'After', 'Name by name', 'What behaves differently', 'What has no equal']

/** What a guide lacks: a section, the other library before, or this family alone after. */
export function* listGuideFaults(text: string): Generator<string> {
  const parts = text.split(/^## /m).slice(1)
  const titles = parts.map((part) => part.slice(0, part.indexOf('\n')))
  if (titles.join() !== sections.join()) yield `has the sections ${titles.join(', ')}; expected ${sections.join(', ')}`
  const [before = '', after = '', names = ''] = parts
  if (!/^```(ts|python)$/m.test(before) || isOfFamily(before)) yield 'must show another library before'
  if (!/^```ts$/m.test(after) || !isOfFamily(after)) yield 'must show a package of the family after'
  if (!/^\|---/m.test(names)) yield 'must compare names in a table'
}

const isOfFamily = (part: string): boolean => /from '@auth\//.test(part)
