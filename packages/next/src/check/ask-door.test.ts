import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { askDoor, type Asking } from './ask-door.ts'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(listener: RequestListener): Promise<Asking> {
  server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, timeoutSeconds: 5, signInPath: '/auth/login' }
}

const page = { kind: 'page', name: '/profile', path: '/profile' } as const

describe('askDoor', () => {
  it('asks a page as a browser and as Next’s router: what only a proxy guards answers the second', async () => {
    const asking = await serve((request, response) => {
      if (request.headers['sec-fetch-mode'] === 'navigate') response.writeHead(307, { location: '/auth/login' }).end()
      else response.end('anybody reads this')
    })
    const findings = await askDoor(page, asking)
    expect(findings.map(({ asked, verdict }) => [asked, verdict.kind])).toEqual([
      ['GET', 'refuses'],
      ['GET by the router', 'answers'],
    ])
  })

  it('follows what only corrects the path, and does not take it for a refusal', async () => {
    const asking = await serve((request, response) => {
      if (request.url === '/profile/') response.end('anybody reads this')
      else response.writeHead(308, { location: '/profile/' }).end()
    })
    expect((await askDoor(page, asking)).map(({ verdict }) => verdict.kind)).toEqual(['answers', 'answers'])
  })

  it('is not led in circles', async () => {
    const asking = await serve((request, response) => response.writeHead(307, { location: request.url }).end())
    expect((await askDoor(page, asking)).map(({ verdict }) => verdict.kind)).toEqual(['unclear', 'unclear'])
  })

  it('asks a route handler with every method, from its own origin, and leaves out those that it does not have', async () => {
    const seen: (string | undefined)[][] = []
    const asking = await serve((request, response) => {
      const { method, headers } = request
      seen.push([method, headers.origin, headers['content-length']])
      if (method === 'GET' || method === 'DELETE') response.writeHead(method === 'GET' ? 200 : 401).end()
      else response.writeHead(405).end()
    })
    const findings = await askDoor({ kind: 'handler', name: '/api', path: '/api' }, asking)
    expect(findings.map(({ asked, verdict }) => [asked, verdict.kind])).toEqual([
      ['GET', 'answers'],
      ['DELETE', 'refuses'],
    ])
    expect(seen).toEqual([
      ['GET', undefined, undefined],
      ...['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [method, asking.origin, '2']),
    ])
  })

  it('calls a server action by its id, with nothing', async () => {
    const asking = await serve(async (request, response) => {
      const body = await new Response(request as never).text()
      response.writeHead(request.headers['next-action'] === '40aa' && body === '[]' ? 200 : 500).end()
    })
    const findings = await askDoor({ kind: 'action', name: 'app/pay.ts#pay', path: '/pay', id: '40aa' }, asking)
    expect(findings.map(({ verdict }) => verdict.kind)).toEqual(['answers'])
  })

  it('cannot tell of what does not answer in time', async () => {
    const asking = await serve(() => {})
    const findings = await askDoor({ kind: 'action', name: 'x', path: '/', id: 'x' }, { ...asking, timeoutSeconds: 0.05 })
    expect(findings.map(({ verdict }) => verdict.kind)).toEqual(['unclear'])
  })
})
