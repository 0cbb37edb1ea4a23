import { expect, it } from 'vitest'
import { observations } from './observation.ts'

it('a name of work is told by its outcome, and no two rows tell the same in two ways', () => {
  const rows = Object.entries(observations)
  const works = rows.flatMap(([type, of]) => (of.kind === 'work' ? [{ type, ...of }] : []))
  for (const { name, labels } of works)
    expect(works.filter((other) => other.name === name).every((other) => other.labels === labels)).toBe(true)
  expect(rows.length).toBeGreaterThan(works.length)
})

it('inherits nothing: an event may be called anything', () => {
  expect([observations['constructor'], observations['__proto__']]).toEqual([undefined, undefined])
})
