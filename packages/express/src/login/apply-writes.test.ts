import type { SessionCookie } from '@auth/client/session'
import express, { type Response } from 'express'
import { expect, it } from 'vitest'
import { serve } from '../../test/serve.ts'
import { applyWrites } from './apply-writes.ts'

const toCookie = (name: string, value: string, maxAge = 60): SessionCookie => ({
  name,
  value,
  attributes: { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge },
})

async function answer(write: (response: Response) => void): Promise<Readonly<Record<string, unknown>>> {
  const app = express()
  app.get('/', (_request, response) => {
    write(response)
    if (!response.headersSent) response.end()
  })
  await using server = await serve(app)
  return (await server.send('/')).headers
}

it('sets each cookie in place of one of its name, beside the application’s own, and keeps the response out of caches', async () => {
  const headers = await answer((response) => {
    response.set('vary', 'Accept').cookie('own', '1')
    applyWrites(response, [toCookie('__Host-a', 'one~.-_'), toCookie('__Host-b', 'x')])
    applyWrites(response, [toCookie('__Host-a', 'two~.-_'), toCookie('__Host-b', '', 0)])
  })
  expect(headers['set-cookie']).toEqual([
    'own=1; Path=/',
    expect.stringMatching(/^__Host-a=two~\.-_; Max-Age=60; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/),
    expect.stringMatching(/^__Host-b=; Max-Age=0; /),
  ])
  expect([headers['cache-control'], headers['vary']]).toEqual(['private, no-store', 'Accept, Cookie'])
})

it('leaves a response alone that has been sent', async () => {
  const headers = await answer((response) => {
    response.send('done')
    applyWrites(response, [toCookie('a', 'x')])
  })
  expect(headers['set-cookie']).toBeUndefined()
})
