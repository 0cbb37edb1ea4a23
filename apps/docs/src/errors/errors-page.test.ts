import { ErrorCode } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { makeError, toErrorsPage } from './errors-page.ts'
import { explanations } from './explanations.ts'

const codes = Object.values(ErrorCode)

describe('the page of errors', () => {
  const page = toErrorsPage()

  it.each(Object.entries(ErrorCode))('explains %s under an anchor of its own', (name, code) => {
    const section = page.split(`\n## ${code} ${name} {#${code}}\n`)[1]?.split('\n## ')[0] ?? ''
    expect(section).toContain(`\`${makeError(code).name}\``)
    expect(section).toMatch(/\*\*Cause\.\*\* \S.+\n\n\*\*Remedy\.\*\* \S/)
  })

  it('explains no code that does not exist', () => {
    expect(Object.keys(explanations)).toEqual(codes)
  })

  it('tells what an error answers with, and what it has beside what all have', () => {
    expect(page).toContain('`RateLimitError` · answered with 429 · may succeed later, unchanged · has `retryAfterSeconds`')
    expect(page).toContain('`TokenInvalidError` · answered with 401 · fails again until something changes\n')
  })
})

it.each(codes)('error.docs of %s leads to its anchor on that page', (code) => {
  const { pathname, hash } = new URL(makeError(code).docs)
  expect([pathname, hash]).toEqual(['/errors/', `#${code}`])
})
