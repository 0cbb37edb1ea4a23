import { headers as createHeaders } from '@nats-io/transport-node'
import { Controller, Module, type Type } from '@nestjs/common'
import { EventPattern, MessagePattern, MqttRecordBuilder, NatsRecordBuilder } from '@nestjs/microservices'
import { firstValueFrom } from 'rxjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuthModule, CurrentUser, Scopes } from '../src/index.ts'
import { hasBroker } from './brokers.ts'
import { createKit, type Kit } from './kit.ts'
import type { Credentials } from './requests.ts'
import { type BrokeredTransport, brokeredTransports, startBrokered } from './subjects/brokered.ts'

type Running = Awaited<ReturnType<typeof startBrokered>>

let kit: Kit
beforeAll(async () => {
  kit = await createKit()
})

async function bearer(claims: Record<string, unknown> = {}): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${await kit.issuer.sign({ sub: 'ada', scope: 'orders:read', ...claims })}` }
}

/** What came of a message: its answer, or the error that came back. */
async function ask({ client }: Running, pattern: string, message: object): Promise<unknown> {
  return firstValueFrom(client.send<unknown>(pattern, message)).catch((error: unknown) => error)
}

function createModule(options: Kit['options'], seen: unknown[]): Type {
  @Controller()
  class Orders {
    @MessagePattern('orders')
    @Scopes('orders:read')
    list(@CurrentUser('sub') customer: string): string {
      return customer
    }

    @EventPattern('placed')
    @Scopes('orders:read')
    note(@CurrentUser('sub') customer: string): void {
      seen.push(customer)
    }
  }
  @Module({ imports: [AuthModule.forRoot(options)], controllers: [Orders] })
  class Root {}
  return Root
}

function findTransport(name: string): BrokeredTransport {
  return brokeredTransports.find((each) => each[0] === name)![1]
}

function isInstalled(name: string): boolean {
  return hasBroker(findTransport(name).program)
}

for (const [name, transport] of brokeredTransports) {
  describe.skipIf(!isInstalled(name))(`over ${name}`, () => {
    const seen: unknown[] = []
    let running: Running
    beforeAll(async () => {
      running = await startBrokered(transport, createModule(kit.options, seen))
    })
    afterAll(() => running?.close())
    const send = (credentials: Credentials): Promise<unknown> => ask(running, 'orders', transport.pack(credentials))

    it('a good token passes, and many users at once each see themselves', async () => {
      const users = Array.from({ length: 30 }, (_, index) => `user-${index}`)
      expect(await Promise.all(users.map(async (sub) => send(await bearer({ sub }))))).toEqual(users)
    })

    it('a refusal tells what an HTTP client is told', async () => {
      expect(await send({})).toMatchObject({
        code: 'AUTH_1005',
        statusCode: 401,
        headers: { 'www-authenticate': expect.stringMatching(/^Bearer/) },
      })
      expect(await send(await bearer({ exp: 1 }))).toMatchObject({
        error: 'invalid_token',
        code: 'AUTH_1001',
        statusCode: 401,
        message: expect.stringContaining('expired'),
        headers: { 'www-authenticate': expect.stringContaining('error="invalid_token"') },
      })
      expect(await send(await bearer({ scope: 'other' }))).toMatchObject({
        error: 'insufficient_scope',
        code: 'AUTH_1006',
        statusCode: 403,
      })
    })

    it('an event reaches its handler with a good token alone, and a refused one ends nothing', async () => {
      for (const credentials of [
        {},
        await bearer({ exp: 1 }),
        await bearer({ scope: 'other', sub: 'eve' }),
        await bearer({ sub: 'grace' }),
      ])
        running.client.emit('placed', transport.pack(credentials))
      await expect.poll(() => seen).toEqual(['grace'])
      expect(await send(await bearer())).toBe('ada')
      expect(seen).toEqual(['grace'])
    })
  })

  it.skipIf(!isInstalled(name))(`over ${name}, keys that cannot be had are an outage, and no bad token`, async () => {
    const fetch = (): Promise<never> => Promise.reject(new TypeError('fetch failed'))
    const running = await startBrokered(transport, createModule({ ...kit.options, fetch } as Kit['options'], []))
    expect(await ask(running, 'orders', transport.pack(await bearer()))).toMatchObject({
      code: 'SRV_5002',
      statusCode: 503,
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
    })
    await running.close()
  })
}

it.skipIf(!isInstalled('Redis'))(
  'over Redis the token may be in the metadata of the packet, and is refused when it is in the payload, too',
  async () => {
    const running = await startBrokered(findTransport('Redis'), createModule(kit.options, []))
    const metadata = await bearer()
    running.client.setOnDispatchHook((packet) => void Object.assign(packet, { metadata }))
    expect(await ask(running, 'orders', {})).toBe('ada')
    expect(await ask(running, 'orders', { metadata })).toMatchObject({ code: 'VAL_2001', statusCode: 400 })
    await running.close()
  },
)

describe('names of headers', () => {
  /** A microservice over one transport, and what it answers to a message as its client wrote it. */
  async function answerTo(wanted: string, toMessage: () => object | Promise<object>): Promise<unknown> {
    const running = await startBrokered(findTransport(wanted), createModule(kit.options, []))
    const answer = await ask(running, 'orders', await toMessage())
    await running.close()
    return answer
  }
  function packNats(pairs: readonly (readonly [name: string, value: string])[]): object {
    const headers = createHeaders()
    for (const [name, value] of pairs) headers.append(name, value)
    return new NatsRecordBuilder({}).setHeaders(headers).build()
  }

  it.skipIf(!isInstalled('NATS'))('may be written in any case over NATS', async () => {
    const { authorization } = await bearer()
    expect(await answerTo('NATS', () => packNats([['Authorization', authorization]]))).toBe('ada')
  })

  it.skipIf(!isInstalled('NATS'))('that come twice over NATS are refused, also in two cases', async () => {
    const { authorization } = await bearer()
    for (const other of ['authorization', 'Authorization', 'AUTHORIZATION'])
      expect(
        await answerTo('NATS', () =>
          packNats([
            ['authorization', authorization],
            [other, authorization],
          ]),
        ),
      ).toMatchObject({ code: 'VAL_2001', statusCode: 400 })
  })

  it.skipIf(!isInstalled('MQTT'))('may be written in any case over MQTT, and are refused when they come twice', async () => {
    const { authorization } = await bearer()
    const pack = (userProperties: Record<string, string | string[]>): object =>
      new MqttRecordBuilder({}).setProperties({ userProperties }).build()
    expect(await answerTo('MQTT', () => pack({ Authorization: authorization }))).toBe('ada')
    expect(await answerTo('MQTT', () => pack({ authorization: [authorization, authorization] }))).toMatchObject({ statusCode: 400 })
  })
})
