import 'reflect-metadata'
import { createPublicKey } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { LocalJWKS } from '@auth/jwks'
import { AuthModule } from '@auth/nestjs'
import { type CanActivate, Controller, type DynamicModule, Get, type Type, UseGuards } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { AuthGuard as createPassportGuard } from '@nestjs/passport'
import passport from 'passport'
import { ExtractJwt, Strategy } from 'passport-jwt'
import type { Comparison } from '../comparison.ts'
import { type Candidate, type Effort, measure } from '../measure.ts'
import { audience, createSampleIssuer, type SampleIssuer } from '../sample-issuer.ts'

const requestsPerRun = 32
const issuer = 'https://as.example'

/** A controller of one route. Decorators as the functions that they are: Node runs this file as it is. */
function createController(...guards: Type<CanActivate>[]): Type {
  class Routes {
    show(): object {
      return { here: true }
    }
  }
  const descriptor = Object.getOwnPropertyDescriptor(Routes.prototype, 'show')!
  for (const decorate of [Get(), UseGuards(...guards)]) decorate(Routes.prototype, 'show', descriptor)
  Controller()(Routes)
  return Routes
}

/** Writes all requests of a run at once and counts the answers, so that the client costs little. */
async function connectClient(url: string, tokens: readonly string[]): Promise<{ run: () => Promise<void>; close: () => void }> {
  const { hostname, port, host } = new URL(url)
  const socket = connect(Number(port), hostname).setNoDelay(true).setEncoding('latin1')
  await once(socket, 'connect')
  const requests = tokens.map((token) => `GET / HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\n\r\n`)
  let next = 0
  const run = async (): Promise<void> => {
    socket.write(Array.from({ length: requestsPerRun }, () => requests[next++ % requests.length]).join(''))
    for (let received = ''; received.split('"here":true}').length <= requestsPerRun;) {
      if (/HTTP\/1\.1 [345]/.test(received)) throw new Error(`the route answered ${received.slice(0, 300)}`)
      received += String((await once(socket, 'data'))[0])
    }
  }
  return { run, close: () => socket.destroy() }
}

/** One Nest application on Express, and a client that calls its only route. */
async function createCandidate(
  name: string,
  tokens: readonly string[],
  module: DynamicModule,
): Promise<Candidate & { close: () => unknown }> {
  const app = await NestFactory.create(module, { logger: false, forceCloseConnections: true })
  await app.listen(0, '127.0.0.1')
  const client = await connectClient(await app.getUrl(), tokens)
  const close = (): unknown => {
    client.close()
    return app.close()
  }
  return { name, run: client.run, close }
}

function createModule(controller: Type, ...imports: DynamicModule[]): DynamicModule {
  // oxlint-disable-next-line typescript/no-extraneous-class -- a Nest module is a class
  class Root {}
  return { module: Root, imports, controllers: [controller] }
}

/** The peer, set up as its documentation says, with the checks that it has. */
function usePassport({ jwk }: SampleIssuer): Type<CanActivate> {
  const secretOrKey = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  const jwtFromRequest = ExtractJwt.fromAuthHeaderAsBearerToken()
  const strategy = new Strategy({ jwtFromRequest, secretOrKey, issuer, audience, algorithms: [jwk.alg as 'RS256'] }, (claims, done) =>
    done(null, claims),
  )
  passport.use('jwt', strategy)
  return createPassportGuard('jwt')
}

const unguarded = 'no guard'
const ours = '@auth/nestjs'
const peer = '@nestjs/passport, passport-jwt'

async function compareGuards(sample: SampleIssuer, tokens: readonly string[], title: string, effort: Effort): Promise<Comparison> {
  // What is remembered must not reach from the last token back to the first.
  const verifiedTokenCache = tokens.length > 1 ? { maxEntries: tokens.length / 2 } : undefined
  const auth = AuthModule.forRoot({ issuer, audience, jwks: new LocalJWKS({ keys: [sample.jwk] }), verifiedTokenCache })
  const candidates = [
    await createCandidate(unguarded, tokens, createModule(createController())),
    await createCandidate(ours, tokens, createModule(createController(), auth)),
    await createCandidate(peer, tokens, createModule(createController(usePassport(sample)))),
  ]
  const measurements = await measure(candidates, effort)
  for (const { close } of candidates) await close()
  return { title, unit: 'µs', baseline: unguarded, measurements, goals: [{ name: ours, atMost: 1, of: peer }] }
}

/** A guarded route against an unguarded one and against passport-jwt, in Nest on Express, over HTTP on loopback. */
export async function* compareNestGuards(effort: Effort): AsyncGenerator<Comparison> {
  for (const alg of ['RS256', 'ES256'] as const) {
    const sample = await createSampleIssuer(alg)
    const count = Math.ceil(4096 / effort.shrink / requestsPerRun) * requestsPerRun
    const tokens = await Promise.all(Array.from({ length: count }, () => sample.sign(issuer)))
    const requests = `Nest route, ${alg}, ${requestsPerRun} requests with`
    yield await compareGuards(sample, tokens.slice(0, 1), `${requests} one token`, effort)
    yield await compareGuards(sample, tokens, `${requests} a token each`, effort)
  }
}
