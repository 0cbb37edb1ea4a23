import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExpiringIds } from './expiring-ids.ts'

function toId(number: number): string {
  return createHash('sha256').update(String(number)).digest('base64url')
}

describe('ExpiringIds', () => {
  it('holds what was added and not yet dropped, like a plain map of id and second', () => {
    const step = fc.oneof(fc.record({ add: fc.nat(60), second: fc.nat(5) }), fc.record({ drop: fc.nat(5) }))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const ids = new ExpiringIds()
        const model = new Map<string, number>()
        for (const each of steps) {
          if ('drop' in each) {
            ids.drop(each.drop)
            for (const [id, second] of model) if (second === each.drop) model.delete(id)
          } else if (!ids.has(toId(each.add))) {
            ids.add(toId(each.add), each.second)
            model.set(toId(each.add), each.second)
          }
          expect(ids.size).toBe(model.size)
          expect(new Set(ids.seconds.keys())).toEqual(new Set(model.values()))
        }
        for (let number = 0; number <= 60; number++) expect(ids.has(toId(number))).toBe(model.has(toId(number)))
      }),
    )
  })

  it('keeps every id while it grows, and uses the room of dropped ones again', () => {
    const ids = new ExpiringIds()
    for (let round = 0; round < 3; round++) {
      for (let number = 0; number < 5000; number++) ids.add(toId(round * 5000 + number), number % 7)
      for (let number = 0; number < 5000; number++) expect(ids.has(toId(round * 5000 + number))).toBe(true)
      for (let second = 0; second < 7; second++) ids.drop(second)
      expect(ids.size).toBe(0)
    }
    expect(ids.has(toId(1))).toBe(false)
  })

  it('tells ids apart that differ in their last character alone', () => {
    const ids = new ExpiringIds()
    const [one, other] = ['a', 'b'].map((last) => last.padStart(43, 'x')) as [string, string]
    ids.add(one, 1)
    expect([ids.has(one), ids.has(other)]).toEqual([true, false])
    ids.add(other, 2)
    ids.drop(1)
    expect([ids.has(one), ids.has(other)]).toEqual([false, true])
  })
})
