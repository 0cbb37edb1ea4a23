import { describe, expect, it } from 'vitest'
import { type Answer, judgeAnswer } from './judge-answer.ts'

const judge = (answer: Partial<Answer>) =>
  judgeAnswer({ status: 200, location: undefined, actionRedirect: undefined, body: '', ...answer }, '/auth/login')

describe('judgeAnswer', () => {
  it.each<[string, Partial<Answer>]>([
    ['a redirect', { status: 307, location: '/auth/login?returnTo=%2F' }],
    ['a refusal', { status: 401 }],
    ['a refusal', { status: 403 }],
    ['an action that leads elsewhere', { status: 303, actionRedirect: '/auth/login;push' }],
    [
      'a page that leads elsewhere while it streams',
      { body: '<template data-dgst="NEXT_REDIRECT;replace;/auth/login?returnTo=%2F;307;"></template>' },
    ],
    ['data that does', { body: '5:E{"digest":"NEXT_REDIRECT;replace;https://site.example/auth/login;307;"}' }],
    ['a page that ends with 403 while it streams', { body: '<template data-dgst="NEXT_HTTP_ERROR_FALLBACK;403"></template>' }],
  ])('takes %s for a refusal', (_, answer) => {
    expect(judge(answer).kind).toBe('refuses')
  })

  it.each<[string, Partial<Answer>]>([
    ['a handler', { status: 303, location: '/done' }],
    ['an action', { status: 303, actionRedirect: '/done;push' }],
    ['a page', { body: '5:E{"digest":"NEXT_REDIRECT;replace;/done;307;"}' }],
    ['a page of a name like the sign-in’s', { status: 307, location: '/auth/login-help' }],
    ['a site', { status: 307, location: 'https://evil.example/?next=/auth/login' }],
  ])('cannot tell of %s that leads anywhere but to the sign-in: it may have done what it is for', (_, answer) => {
    expect(judge(answer).kind).toBe('unclear')
  })

  it('knows the sign-in below a basePath, and another one that it is told', () => {
    expect(judge({ status: 307, location: '/shop/auth/login?returnTo=x' }).kind).toBe('refuses')
    expect(judgeAnswer({ status: 307, location: '/enter', actionRedirect: undefined, body: '' }, '/enter').kind).toBe('refuses')
    expect(judgeAnswer({ status: 307, location: '/auth/login', actionRedirect: undefined, body: '' }, '/enter').kind).toBe('unclear')
  })

  it('shows no query: it may be long, and somebody’s', () => {
    expect(judge({ status: 307, location: '/auth/login?returnTo=%2Fsecret' })).toEqual({
      kind: 'refuses',
      how: '307, leads to /auth/login',
    })
  })

  it.each([200, 201, 204, 304, 400, 415, 422])('takes %i for an answer: it was thought about before anybody asked who calls', (status) => {
    expect(judge({ status }).kind).toBe('answers')
  })

  it('takes a page that tells of redirects for a page', () => {
    expect(judge({ body: 'Read about NEXT_REDIRECT and NEXT_HTTP_ERROR_FALLBACK;404' }).kind).toBe('answers')
  })

  it('cannot tell of what failed, or was not found', () => {
    expect([judge({ status: 404 }).kind, judge({ status: 500 }).kind, judge({ status: 405 }).kind]).toEqual([
      'unclear',
      'unclear',
      'absent',
    ])
  })
})
