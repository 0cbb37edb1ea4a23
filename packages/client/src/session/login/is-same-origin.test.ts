import { describe, expect, it } from 'vitest'
import { isSameOrigin } from './is-same-origin.ts'

const publicUrl = 'https://app.example/shop'

describe('isSameOrigin', () => {
  it.each([
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'same-origin', origin: 'null' }],
    [{ origin: 'https://app.example' }],
  ])('lets %j through', (headers) => {
    expect(isSameOrigin({ headers }, publicUrl)).toBe(true)
  })

  it.each([
    [{}],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://app.example' }],
    [{ 'sec-fetch-site': '' }],
    [{ origin: 'null' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'https://app.example.evil.example' }],
    [{ origin: 'http://app.example' }],
    [{ origin: 'https://app.example:444' }],
    [{ referer: 'https://app.example/' }],
    [{ host: 'app.example' }],
  ])('CVE-2026-27978: refuses %j', (headers) => {
    expect(isSameOrigin({ headers }, publicUrl)).toBe(false)
  })
})
