import { KafkaContext, MqttContext, NatsContext, RedisContext, RmqContext, TcpContext } from '@nestjs/microservices'
import { describe, expect, it } from 'vitest'
import { readRpcMetadata } from './rpc-metadata.ts'

const authorization = 'Bearer x'
const bytes = Buffer.from(authorization)

/** What grpc-js and nats hand out, as far as it is asked: lists by name. */
const grpcMetadata = { getMap: () => ({ authorization }), get: (name: string) => (name === 'authorization' ? [authorization] : []) }
const natsHeaders = { keys: () => ['Authorization'], values: (name: string) => (name === 'Authorization' ? [authorization] : []) }

describe('the token of a message', () => {
  it.each<[string, unknown, unknown]>([
    ['gRPC', grpcMetadata, {}],
    ['NATS', new NatsContext(['orders', natsHeaders]), {}],
    [
      'Kafka',
      new KafkaContext([{ headers: { authorization: bytes } } as never, 0, 'orders', null as never, null as never, null as never]),
      {},
    ],
    ['RabbitMQ', new RmqContext([{ properties: { headers: { authorization } } }, null, 'orders']), {}],
    ['MQTT', new MqttContext(['orders', { properties: { userProperties: { authorization } } }]), {}],
    ['TCP', new TcpContext([null as never, 'orders']), { metadata: { authorization } }],
    ['Redis', new RedisContext(['orders']), { metadata: { token: 'x' } }],
  ])('is in the metadata of %s', (_transport, context, data) => {
    expect(readRpcMetadata({ context, data })['authorization']).toEqual([authorization])
  })

  it.each<[string, unknown]>([
    ['gRPC', { ...grpcMetadata, get: () => [] }],
    ['NATS', new NatsContext(['orders', { keys: () => [], values: () => [] }])],
    ['TCP', new TcpContext([null as never, 'orders'])],
    ['nothing', undefined],
  ])('is nowhere else: %s', (_transport, context) => {
    for (const data of [{ authorization }, { token: 'x' }, authorization, null])
      expect(Object.values(readRpcMetadata({ context, data })).flat()).toEqual([])
  })

  it.each<[string, unknown]>([
    ['NATS', new NatsContext(['orders', undefined as never])],
    ['Kafka', new KafkaContext([{ value: null } as never, 0, 'orders', null as never, null as never, null as never])],
    ['RabbitMQ', new RmqContext([{ properties: {} }, null as never, 'orders'])],
    ['MQTT', new MqttContext(['orders', { cmd: 'publish' }])],
  ])('a payload\u2019s metadata is nothing to %s, which has its own, when a message has none', (_transport, context) => {
    expect(Object.values(readRpcMetadata({ context, data: { metadata: { authorization } } })).flat()).toEqual([])
  })

  it('a transport with metadata is not asked for a payload\u2019s', () => {
    const data = { metadata: { authorization } }
    expect(readRpcMetadata({ context: { ...grpcMetadata, get: () => [] }, data })['authorization']).toEqual([])
  })
})
