import { describe, expect, it } from 'vitest'
import { createConfig } from '../test/fake-next.ts'
import { findParts } from './find-parts.ts'

describe('findParts', () => {
  it('checks options that are there at once', () => {
    expect(() => findParts(createConfig({ secret: 'short' }))).toThrow(expect.objectContaining({ code: 'VAL_2002' }))
    expect(() => findParts(undefined as never)).toThrow(expect.objectContaining({ code: 'VAL_2002' }))
  })

  it('calls a function at the first request, once for however many ask', async () => {
    let calls = 0
    const find = findParts(async () => {
      calls += 1
      return createConfig()
    })
    expect(calls).toBe(0)
    const [one, other] = await Promise.all([find(), find()])
    expect([one === other, await find(), calls]).toEqual([true, one, 1])
  })

  it('calls it again after it has failed', async () => {
    let isDown = true
    const find = findParts(async () => {
      if (isDown) throw new Error('the vault is down')
      return createConfig()
    })
    await expect(find()).rejects.toThrow('the vault is down')
    isDown = false
    expect((await find()).manager).toBeDefined()
  })
})
