import { expect, it } from 'vitest'
import { Message, say } from '../finding.ts'
import { toText } from './to-text.ts'

const plain = (text: string): string => text

it('puts values among the words', () => {
  expect(toText(say`a ${1} b ${['x', 2]} c ${undefined} d ${say`e ${'f'}`}`, plain)).toBe('a 1 b x, 2 c nothing d e f')
})

it('hides before it cuts off', () => {
  const secret = 'x'.repeat(300)
  expect(toText(say`<${`${'a'.repeat(150)}${secret}`}>`, (text) => text.replaceAll(secret, '[hidden]'))).toBe(
    `<${'a'.repeat(150)}[hidden]>`,
  )
  expect(toText(say`<${'b'.repeat(300)}>`, plain)).toBe(`<${'b'.repeat(200)}…>`)
})

it('takes no object from outside for words of ours', () => {
  expect(toText(say`<${{ texts: ['secret'], values: [] }}>`, plain)).toBe('<an object>')
  expect(toText(new Message(['<', '>'], [[{ texts: ['secret'] }]]), plain)).toBe('<an object>')
})
