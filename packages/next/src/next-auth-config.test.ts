import { describe, expect, it } from 'vitest'
import { createConfig } from '../test/fake-next.ts'
import { parseNextAuthChoices } from './next-auth-config.ts'

describe('parseNextAuthChoices', () => {
  it('has defaults', () => {
    expect(parseNextAuthChoices(createConfig())).toEqual({ signInPaths: [], forbiddenPath: undefined })
  })

  it('takes a path with a slash at its end for the one without', () => {
    expect(parseNextAuthChoices(createConfig({ signInPaths: ['/orders/', '/'] })).signInPaths).toEqual(['/orders', '/'])
  })

  it.each([
    ['signInPaths', { signInPaths: ['orders'] }],
    ['signInPaths', { signInPaths: ['//evil.example'] }],
    ['signInPaths', { signInPaths: '/orders' as never }],
    ['forbiddenPath', { forbiddenPath: 'https://evil.example' }],
    ['forbiddenPath', { forbiddenPath: '/\\evil.example' }],
    ['instance', { instance: '' }],
  ])('refuses a bad %s, naming it', (option, more) => {
    expect(() => parseNextAuthChoices(createConfig(more))).toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: expect.objectContaining({ option: expect.stringContaining(option) }) }),
    )
  })
})
