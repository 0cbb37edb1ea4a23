import { ServiceUnavailableError } from '@auth/core-errors'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HTTPExecutor } from '../src/http-executor.ts'

beforeAll(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())
afterAll(() => nock.restore())

describe('the global fetch', () => {
  const executor = new HTTPExecutor()
  const grant = 'grant_type=client_credentials'
  const init = { headers: { authorization: 'Basic Y2xpZW50OnNlY3JldA==' }, body: new URLSearchParams(grant) }
  const provider = nock('https://id.example', {
    reqheaders: { ...init.headers, 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  })

  it('sends what the call was given, the same at every attempt', async () => {
    provider.post('/token', grant).times(2).reply(503)
    provider.post('/token', grant).reply(200, { access_token: 'opaque' })
    const call = executor.execute('POST', 'https://id.example/token', { ...init, retry: { initialDelaySeconds: 0.01 } })
    expect(await (await call).json()).toEqual({ access_token: 'opaque' })
    expect(provider.isDone()).toBe(true)
  })

  it('sends a POST once by default', async () => {
    provider.post('/token', grant).reply(503)
    await expect(executor.execute('POST', 'https://id.example/token', init)).rejects.toBeInstanceOf(ServiceUnavailableError)
    expect(provider.isDone()).toBe(true)
  })
})
