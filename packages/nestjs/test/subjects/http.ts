import { createExpressAuth } from '@auth/express'
import { Controller, Get, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import express, { type RequestHandler } from 'express'
import { AuthModule, CurrentUser, OptionalAuth, Public, Scopes, StepUp } from '../../src/index.ts'
import { type Kit, publicUrl } from '../kit.ts'
import type { Operation } from '../requests.ts'
import { spell, type StartSubject, type Subject } from '../subject.ts'
import { listen, sendHttp } from '../wire.ts'

function toSubject(url: string, close: () => Promise<unknown>): Subject {
  return {
    target: (operation) => ({ method: 'GET', url: `${publicUrl}/${operation}` }),
    async send(operation, credentials, spelling) {
      const path = spell(`/${operation}`, spelling)
      const answer = await sendHttp(url, path, { ...credentials }, spelling === 'head' ? 'HEAD' : 'GET')
      if (answer.status === 404) return undefined
      return { status: answer.status, code: answer.body['code'] as string | undefined, answer: answer.body['answer'] }
    },
    close,
  }
}

export const startExpress: StartSubject = async ({ options }) => {
  const { requireAuth, requireScopes, optionalAuth } = createExpressAuth(options)
  const tell: RequestHandler = (request, response) => void response.json({ answer: request.auth?.claims.sub ?? 'stranger' })
  const routes: Record<Operation, RequestHandler[]> = {
    list: [requireScopes('orders:read'), tell],
    write: [requireScopes('orders:write'), tell],
    refund: [requireAuth({ acr: 'gold' }), tell],
    health: [(_request, response) => void response.json({ answer: 'well' })],
    hello: [optionalAuth(), tell],
  }
  const app = express()
  for (const [operation, handlers] of Object.entries(routes)) app.get(`/${operation}`, ...handlers)
  return toSubject(...(await listen(app)))
}

@Controller()
class Orders {
  @Get('list')
  @Scopes('orders:read')
  list(@CurrentUser('sub') answer: string): unknown {
    return { answer }
  }

  @Get('write')
  @Scopes('orders:write')
  write(@CurrentUser('sub') answer: string): unknown {
    return { answer }
  }

  @Get('refund')
  @StepUp({ acr: 'gold' })
  refund(@CurrentUser('sub') answer: string): unknown {
    return { answer }
  }

  @Get('health')
  @Public()
  health(): unknown {
    return { answer: 'well' }
  }

  @Get('hello')
  @OptionalAuth()
  hello(@CurrentUser('sub') answer = 'stranger'): unknown {
    return { answer }
  }
}

function createModule({ options }: Kit): object {
  @Module({ imports: [AuthModule.forRoot(options)], controllers: [Orders] })
  class Root {}
  return Root
}

const settings = { logger: false, abortOnError: false } as const

export const startNestExpress: StartSubject = async (kit) => {
  const app = await NestFactory.create(createModule(kit), settings)
  await app.listen(0, '127.0.0.1')
  return toSubject(await app.getUrl(), () => app.close())
}

export const startNestFastify: StartSubject = async (kit) => {
  const app = await NestFactory.create(createModule(kit), new FastifyAdapter(), settings)
  await app.listen(0, '127.0.0.1')
  return toSubject(await app.getUrl(), () => app.close())
}
