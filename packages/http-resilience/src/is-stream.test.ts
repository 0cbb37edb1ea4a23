import { expect, it } from 'vitest'
import { isStream } from './is-stream.ts'

async function* generate(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array()
}

it.each([
  ['a ReadableStream', new ReadableStream()],
  ['an async iterable', generate()],
])('knows %s for a stream', (_, body) => {
  expect(isStream(body)).toBe(true)
})

it.each([
  ['text', 'a=b'],
  ['nothing', undefined],
  ['null', null],
  ['form fields', new URLSearchParams('a=b')],
  ['a form', new FormData()],
  ['bytes', new Uint8Array(1)],
  ['a blob', new Blob(['a'])],
])('knows that %s can be sent again', (_, body) => {
  expect(isStream(body)).toBe(false)
})
