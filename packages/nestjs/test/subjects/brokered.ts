import type { Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import {
  type ClientProxy,
  ClientProxyFactory,
  type MicroserviceOptions,
  MqttRecordBuilder,
  NatsRecordBuilder,
  Transport,
} from '@nestjs/microservices'
import { headers as createHeaders } from '@nats-io/transport-node'
import { type BrokerProgram, hasBroker, mosquitto, natsServer, redisServer, startBroker } from '../brokers.ts'
import type { Credentials } from '../requests.ts'
import type { StartSubject } from '../subject.ts'
import { createRpcModule, toSubject } from './rpc.ts'

/** A transport whose messages go through a broker. */
export interface BrokeredTransport {
  readonly program: BrokerProgram
  readonly toOptions: (port: number) => MicroserviceOptions
  /** A message with credentials, where the transport has them. */
  readonly pack: (credentials: Credentials, data?: object) => object
}

const nats: BrokeredTransport = {
  program: natsServer,
  toOptions: (port) => ({ transport: Transport.NATS, options: { servers: [`127.0.0.1:${port}`] } }),
  pack(credentials, data = {}) {
    const headers = createHeaders()
    for (const [name, value] of Object.entries(credentials)) headers.append(name, String(value))
    return new NatsRecordBuilder(data).setHeaders(headers).build()
  },
}

const redis: BrokeredTransport = {
  program: redisServer,
  toOptions: (port) => ({ transport: Transport.REDIS, options: { host: '127.0.0.1', port } }),
  pack: (credentials, data) => ({ ...data, metadata: credentials }),
}

const mqtt: BrokeredTransport = {
  program: mosquitto,
  toOptions: (port) => ({ transport: Transport.MQTT, options: { url: `mqtt://127.0.0.1:${port}`, protocolVersion: 5 } }),
  pack(credentials, data = {}) {
    const record = new MqttRecordBuilder(data)
    // The client never sends a message whose properties are empty.
    return (Object.keys(credentials).length === 0 ? record : record.setProperties({ userProperties: { ...credentials } })).build()
  },
}

interface RunningBrokered {
  readonly client: ClientProxy
  readonly close: () => Promise<void>
}

/** A microservice, a client of it and the broker between them. */
export async function startBrokered({ program, toOptions }: BrokeredTransport, root: Type): Promise<RunningBrokered> {
  const broker = await startBroker(program)
  const options = toOptions(broker.port)
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(root, { ...options, logger: false, abortOnError: false })
  await app.listen()
  const client = ClientProxyFactory.create(options as Parameters<typeof ClientProxyFactory.create>[0])
  await client.connect()
  return {
    client,
    async close() {
      await client.close()
      await app.close()
      await broker.stop()
    },
  }
}

function over(transport: BrokeredTransport): StartSubject {
  return async (kit) => {
    const { client, close } = await startBrokered(transport, createRpcModule(kit))
    return toSubject({ client, close, pack: transport.pack })
  }
}

export const brokeredTransports: readonly (readonly [name: string, transport: BrokeredTransport])[] = [
  ['NATS', nats],
  ['Redis', redis],
  ['MQTT', mqtt],
]

/** Those whose broker is installed here. */
export const brokered: readonly (readonly [name: string, start: StartSubject])[] = brokeredTransports
  .filter(([, { program }]) => hasBroker(program))
  .map(([name, transport]) => [`a microservice over ${name}`, over(transport)])
