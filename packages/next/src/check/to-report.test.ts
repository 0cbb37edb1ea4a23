import { describe, expect, it } from 'vitest'
import type { Finding } from './ask-door.ts'
import { isGood, toReport } from './to-report.ts'

const find = (name: string, verdict: Finding['verdict']): Finding => ({ door: { kind: 'page', name, path: name }, asked: 'GET', verdict })
const guarded = find('/orders', { kind: 'refuses', how: '307, leads to /auth/login' })
const declared = find('/', { kind: 'answers', how: '200' })
const forgotten = find('/admin', { kind: 'answers', how: '200' })

describe('toReport', () => {
  it('tells guarded from public, and what is open last', () => {
    const result = { findings: [forgotten, guarded, declared], open: [forgotten], unknownNames: ['/gone'] }
    expect(toReport(result)).toEqual([
      'guarded  page    GET /orders  307, leads to /auth/login',
      'public   page    GET /  200',
      'OPEN     page    GET /admin  200',
      'UNKNOWN  /gone is declared public, and is not in the build',
      '1 of 3 answers are open or unclear: guard them with protect(), or declare them with --public NAME',
    ])
  })

  it('is good only when nothing is open, and nothing is declared that is not there', () => {
    expect(isGood({ open: [], unknownNames: [] })).toBe(true)
    expect([isGood({ open: [forgotten], unknownNames: [] }), isGood({ open: [], unknownNames: ['/gone'] })]).toEqual([false, false])
    expect(toReport({ findings: [guarded], open: [], unknownNames: [] }).at(-1)).toContain('nothing is open')
  })
})
