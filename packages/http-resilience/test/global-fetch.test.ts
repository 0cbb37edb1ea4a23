import { ServiceUnavailableError } from '@auth/core-errors'
import nock from 'nock'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { HTTPExecutor } from '../src/http-executor.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
  nock.restore()
})

const executor = new HTTPExecutor({ retry: { initialDelaySeconds: 0.01 } })

it('sends by the global fetch what it was given, as often as the rule says', async () => {
  const body = 'grant_type=client_credentials'
  const provider = nock('https://id.example', { reqheaders: { authorization: 'Basic Y2xpZW50OnNlY3JldA==', 'x-request': '7' } })
  provider.post('/token', body).times(2).reply(503)
  provider.post('/token', body).reply(200, { access_token: 'opaque' })
  const response = await executor.execute('POST', 'https://id.example/token', {
    headers: { authorization: 'Basic Y2xpZW50OnNlY3JldA==', 'x-request': '7' },
    body: new URLSearchParams(body),
    retry: { initialDelaySeconds: 0.01 },
  })
  expect(await response.json()).toEqual({ access_token: 'opaque' })
  expect(provider.isDone()).toBe(true)

  provider.post('/token', body).reply(503)
  const headers = { authorization: 'Basic Y2xpZW50OnNlY3JldA==', 'x-request': '7' }
  const once = executor.execute('POST', 'https://id.example/token', { headers, body: new URLSearchParams(body) })
  await expect(once).rejects.toBeInstanceOf(ServiceUnavailableError)
})
