import { expect, it } from 'vitest'
import { encodeUtf8 } from './encode-utf8.ts'

it('writes UTF-8', () => {
  expect([...encodeUtf8('aé€😀')]).toEqual([...Buffer.from('aé€😀')])
})
