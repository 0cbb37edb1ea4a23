import { InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { type Call, type ExecuteInit, parseCall, prepareInit } from './call.ts'
import { checkHTTPExecutorOptions } from './http-executor-options.ts'

const options = checkHTTPExecutorOptions({})

function parse(init: ExecuteInit = {}, method = 'POST', url: string | URL = 'https://id.example/token?code=secret'): Call {
  return parseCall(method, url, init, options)
}

describe('parseCall', () => {
  it('keeps the URL as it was written, and has one without the query for events', () => {
    expect(parse()).toMatchObject({
      method: 'POST',
      url: 'https://id.example/token?code=secret',
      publicUrl: 'https://id.example/token',
      origin: 'https://id.example',
      kind: 'default',
      timeoutSeconds: 30,
      callerSignal: undefined,
    })
  })

  it('writes methods in capitals', () => {
    expect(parse({}, 'get').method).toBe('GET')
  })

  it('passes on to the transport only what is the transport’s', () => {
    const { signal } = new AbortController()
    const { init } = parse({ body: 'a=b', cache: 'no-store', kind: 'token', retry: false, deadlineSeconds: 1, correlationId: 'c', signal })
    expect(Object.keys(init).toSorted()).toEqual(['body', 'cache', 'headers', 'method'])
  })

  it('takes null for no signal, as fetch does', () => {
    expect(parse({ signal: null }).callerSignal).toBeUndefined()
  })

  it.each<[string, readonly unknown[]]>([
    ['method', ['', 'https://id.example', {}]],
    ['method', ['GE T', 'https://id.example', {}]],
    ['method', ['CONNECT', 'https://id.example', {}]],
    ['url', ['GET', 'http://id.example', {}]],
    ['url', ['GET', 'http://127.0.0.1', {}]],
    ['url', ['GET', 'https://user:password@id.example', {}]],
    ['url', ['GET', '/token', {}]],
    ['url', ['GET', undefined, {}]],
    ['init', ['GET', 'https://id.example', null]],
    ['kind', ['GET', 'https://id.example', { kind: '' }]],
    ['retry', ['GET', 'https://id.example', { retry: 3 }]],
    ['retry.maxRetries', ['GET', 'https://id.example', { retry: { maxRetries: -1 } }]],
    ['deadlineSeconds', ['GET', 'https://id.example', { deadlineSeconds: 0 }]],
    ['prepare', ['GET', 'https://id.example', { prepare: {} }]],
    ['signal', ['GET', 'https://id.example', { signal: 'stop' }]],
    ['headers', ['GET', 'https://id.example', { headers: { 'bad name': 'value' } }]],
    ['init', ['GET', 'https://id.example', { mode: 'navigate' }]],
    ['init', ['GET', 'https://id.example', { cache: 'sometimes' }]],
    ['body', ['GET', 'https://id.example', { body: 'a=b' }]],
    ['body', ['HEAD', 'https://id.example', { body: 'a=b' }]],
  ])('refuses a wrong %s', (option, [method, url, init]) => {
    const call = (): unknown => parseCall(method as string, url as string, init as ExecuteInit, options)
    expect(call).toThrow(InvalidConfigError)
    expect(call).toThrow(expect.objectContaining({ details: { option } }))
  })

  it('does not quote a header that cannot be sent', () => {
    const headers = { authorization: 'opaque-credential-1234\n' }
    try {
      parse({ headers: { ...headers, 'x-other': 'opaque-credential-5678\0' } })
      expect.unreachable()
    } catch (error) {
      expect(JSON.stringify(error) + String(error) + String((error as Error).cause)).not.toContain('opaque-credential')
    }
  })

  it('passes http on loopback when that is allowed', () => {
    const loopback = checkHTTPExecutorOptions({ allowInsecureLoopback: true })
    expect(parseCall('GET', new URL('http://127.0.0.1:8080/keys'), {}, loopback).origin).toBe('http://127.0.0.1:8080')
  })
})

describe('prepareInit', () => {
  it('gives every attempt the call’s own init when there is nothing to prepare', async () => {
    const call = parse({ body: 'a=b' })
    expect(await prepareInit(call, 1)).toBe(call.init)
  })

  it('sets what was prepared over what all attempts send', async () => {
    const call = parse({
      body: 'shared',
      headers: { accept: 'application/json', dpop: 'stale' },
      prepare: async (attempt) => ({ headers: { DPoP: `proof ${attempt}` }, body: `assertion ${attempt}` }),
    })
    const { headers, body } = await prepareInit(call, 2)
    expect(Object.fromEntries(new Headers(headers))).toEqual({ accept: 'application/json', dpop: 'proof 2' })
    expect(body).toBe('assertion 2')
    expect(new Headers(call.init.headers).get('dpop')).toBe('stale')
  })

  it('keeps the call’s body when none was prepared', async () => {
    const { body } = await prepareInit(parse({ body: 'shared', prepare: () => ({}) }), 1)
    expect(body).toBe('shared')
  })

  it.each<[string, unknown]>([
    ['prepare', undefined],
    ['headers', { headers: { 'bad name': 'value' } }],
  ])('refuses prepared parts that cannot be sent: %s', async (option, prepared) => {
    const preparing = prepareInit(parse({ prepare: () => prepared as object }), 1)
    await expect(preparing).rejects.toMatchObject({ code: 'VAL_2002', details: { option } })
  })

  it('refuses a prepared body where none may be sent', async () => {
    const preparing = prepareInit(parse({ prepare: () => ({ body: 'a=b' }) }, 'GET'), 1)
    await expect(preparing).rejects.toMatchObject({ code: 'VAL_2002', details: { option: 'body' } })
  })
})
