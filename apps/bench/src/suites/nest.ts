import 'reflect-metadata'
import { createPublicKey } from 'node:crypto'
import { LocalJWKS } from '@auth/jwks'
import { AuthModule } from '@auth/nestjs'
import { type CanActivate, Controller, type DynamicModule, Get, type Type, UseGuards } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { AuthGuard as createPassportGuard } from '@nestjs/passport'
import passport from 'passport'
import { ExtractJwt, Strategy } from 'passport-jwt'
import type { Comparison } from '../comparison.ts'
import { type Candidate, type Effort, measureBoth } from '../measure.ts'
import { forgetBetween, PipeliningClient, requestsPerRun, signTokens, toHTTPComparisons } from '../pipelining-client.ts'
import { audience, createSampleIssuer, type SampleIssuer } from '../sample-issuer.ts'

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

/** One Nest application on Express, and a client that calls its only route. */
async function createCandidate(
  name: string,
  tokens: readonly string[],
  module: DynamicModule,
): Promise<Candidate & { close: () => unknown }> {
  const app = await NestFactory.create(module, { logger: false, forceCloseConnections: true })
  await app.listen(0, '127.0.0.1')
  const client = await PipeliningClient.connect(await app.getUrl(), tokens)
  const close = (): unknown => {
    client.close()
    return app.close()
  }
  return { name, run: () => client.run(), close }
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

async function compareGuards(sample: SampleIssuer, tokens: readonly string[], title: string, effort: Effort): Promise<Comparison[]> {
  const verifiedTokenCache = forgetBetween(tokens)
  const auth = AuthModule.forRoot({ issuer, audience, jwks: new LocalJWKS({ keys: [sample.jwk] }), verifiedTokenCache })
  const candidates = [
    await createCandidate(unguarded, tokens, createModule(createController())),
    await createCandidate(ours, tokens, createModule(createController(), auth)),
    await createCandidate(peer, tokens, createModule(createController(usePassport(sample)))),
  ]
  const measured = await measureBoth(candidates, effort)
  for (const { close } of candidates) await close()
  return toHTTPComparisons({ title, baseline: unguarded, goals: [{ name: ours, atMost: 1, of: peer }] }, measured)
}

/** A guarded route against an unguarded one and against passport-jwt, in Nest on Express, over HTTP on loopback. */
export async function* compareNestGuards(effort: Effort): AsyncGenerator<Comparison> {
  for (const alg of ['RS256', 'ES256'] as const) {
    const sample = await createSampleIssuer(alg)
    const tokens = await signTokens(sample, issuer, effort)
    const requests = `Nest route, ${alg}, ${requestsPerRun} requests with`
    yield* await compareGuards(sample, tokens.slice(0, 1), `${requests} one token`, effort)
    yield* await compareGuards(sample, tokens, `${requests} a token each`, effort)
  }
}
