import { expect, it } from 'vitest'
import { isResource } from './is-resource.ts'

it.each(['https://api.example', 'https://api.example/v1?x=1', 'urn:api', 'app://x'])('%s can name a resource', (text) => {
  expect(isResource(text)).toBe(true)
})

it.each(['api', '', '/v1', 'https://api.example/#x', 'https://a b', undefined, 7])('%s cannot', (text) => {
  expect(isResource(text)).toBe(false)
})
