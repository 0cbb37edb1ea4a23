import * as client from '@auth/client'
import * as session from '@auth/client/session'
import * as sessionRedis from '@auth/client/session/redis'
import * as coreErrors from '@auth/core-errors'
import * as options from '@auth/core-errors/options'
import * as express from '@auth/express'
import * as expressLogin from '@auth/express/login'
import * as httpResilience from '@auth/http-resilience'
import * as jwks from '@auth/jwks'
import * as nestjs from '@auth/nestjs'
import * as next from '@auth/next'
import * as pkceDpop from '@auth/pkce-dpop'
import * as redis from '@auth/pkce-dpop/dpop/redis'
import * as tokens from '@auth/tokens'
import * as resourceServer from '@auth/tokens/resource-server'
import * as testing from '@auth/tokens/testing'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'

const packages: Readonly<Record<string, object>> = {
  '@auth/client': client,
  '@auth/client/session': session,
  '@auth/client/session/redis': sessionRedis,
  '@auth/core-errors': coreErrors,
  '@auth/core-errors ErrorFactory': coreErrors.ErrorFactory,
  '@auth/core-errors/options': options,
  '@auth/express': express,
  '@auth/express/login': expressLogin,
  '@auth/http-resilience': httpResilience,
  '@auth/jwks': jwks,
  '@auth/nestjs': nestjs,
  '@auth/next': next,
  '@auth/pkce-dpop': pkceDpop,
  '@auth/pkce-dpop/dpop/redis': redis,
  '@auth/tokens': tokens,
  '@auth/tokens/resource-server': resourceServer,
  '@auth/tokens/testing': testing,
}

/** What callers without types pass, by slip or on purpose. No host in it may be asked: none is a good https URL. */
const wrongThings: readonly unknown[] = [
  undefined,
  null,
  7,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '',
  'text',
  'http://as.example',
  'x'.repeat(1_000_000),
  'a.b.c',
  true,
  {},
  [],
  [undefined],
  Symbol('symbol'),
  () => 7,
  new Map(),
  Object.create(null),
  {
    keys: [null],
    issuer: 7,
    issuers: [null],
    baseUrl: {},
    jwksUri: [],
    clientId: 1,
    secrets: [1],
    validator: 7,
    replayStore: {},
    fetch: 7,
    now: 'x',
  },
]

/** Instances, made with good options, whose methods are called. */
const instances: Readonly<Record<string, () => unknown>> = {
  AuthPlatformClient: () =>
    new client.AuthPlatformClient({ baseUrl: 'https://as.example', clientId: 'web', clientSecret: 'secret', fetch: refuse, maxRetries: 0 }),
  SessionManager: () => new session.SessionManager(sessionConfig),
  'createExpressLogin()': () => expressLogin.createExpressLogin(sessionConfig),
  TokenOperations: () => new client.TokenOperations({ baseUrl: 'https://as.example', clientId: 'web' }),
  HTTPExecutor: () => new httpResilience.HTTPExecutor({ fetch: refuse, retry: false }),
  CircuitBreaker: () => new httpResilience.CircuitBreaker(),
  JWKSCache: () => new jwks.JWKSCache({ jwksUri: 'https://as.example/jwks', fetch: refuse }),
  LocalJWKS: async () => new jwks.LocalJWKS((await testing.createTestIssuer()).jwks),
  TokenValidator: () => new tokens.TokenValidator({ issuer: 'https://as.example', audience: 'api', fetch: refuse }),
  ResourceServer: () => new resourceServer.ResourceServer({ issuer: 'https://as.example', audience: 'api', fetch: refuse }),
  DPoPKeyPair: () => pkceDpop.DPoPKeyPair.generate(),
  DPoPVerifier: () => new pkceDpop.DPoPVerifier({ replayStore: new pkceDpop.MemoryReplayStore() }),
  MemoryReplayStore: () => new pkceDpop.MemoryReplayStore(),
  DPoPNonceIssuer: () => new pkceDpop.DPoPNonceIssuer({ secrets: [new Uint8Array(32)] }),
  'createExpressAuth()': () => express.createExpressAuth({ issuer: 'https://as.example', audience: 'api' }),
  'createTestIssuer()': () => testing.createTestIssuer(),
}

const sessionConfig: session.SessionConfig = {
  baseUrl: 'https://as.example',
  clientId: 'web',
  clientSecret: 'secret',
  publicUrl: 'https://app.example',
  secret: 's'.repeat(32),
  fetch: (input, init) => refuse(input, init),
  maxRetries: 0,
}

const refuse: typeof fetch = () => Promise.reject(new TypeError('fetch failed'))

type Callable = (...parameters: unknown[]) => unknown

/** Calls it as a function, or else as a constructor, and returns what it threw or rejected with. */
async function callBadly(target: Callable, parameters: readonly unknown[], self?: unknown): Promise<unknown> {
  try {
    const isClass = Object.hasOwn(target, 'prototype') && Function.prototype.toString.call(target).startsWith('class')
    await (isClass ? Reflect.construct(target, parameters) : Reflect.apply(target, self, parameters))
    return undefined
  } catch (error) {
    return error
  }
}

const inEveryPlace = (wrong: unknown): unknown[][] => [[wrong], [wrong, wrong], ['text', wrong], [undefined, wrong]]

/** An option check takes the option's name from the code that calls it; wrong is only the value. */
const asOption = (wrong: unknown): unknown[][] => [[wrong, 'option', ['allowed']]]

async function expectTypedErrors(
  target: Callable,
  { self, place = inEveryPlace }: { self?: unknown; place?: typeof inEveryPlace } = {},
): Promise<void> {
  for (const wrong of wrongThings) {
    for (const parameters of place(wrong)) {
      const error = await callBadly(target, parameters, self)
      if (error !== undefined && !coreErrors.isAuthPlatformError(error)) {
        const shown = parameters
          .map((parameter) => (typeof parameter === 'string' ? JSON.stringify(parameter.slice(0, 20)) : typeof parameter))
          .join(', ')
        throw new Error(`(${shown}) answered with ${inspect(error)}`, { cause: error })
      }
    }
  }
}

/** Not called: what takes its time, what is a constructor, and a stand-in for the global `fetch`, which answers like it. */
const left = new Set(['attackTokens', 'constructor', 'fetch'])

describe.each(Object.entries(packages))('%s', (packageName, exported) => {
  const callables = Object.entries(exported).filter(
    (entry): entry is [string, Callable] => typeof entry[1] === 'function' && entry[0] !== 'AuthPlatformError',
  )
  if (callables.length > 0) {
    it.each(callables)('%s answers wrong things with a typed error', async (_name, target) => {
      await expectTypedErrors(target, { place: packageName.endsWith('/options') ? asOption : inEveryPlace })
    })
    const statics = callables.flatMap(([name, target]) =>
      Object.getOwnPropertyNames(target)
        .filter((member) => typeof Reflect.get(target, member) === 'function' && member !== 'prototype')
        .map((member) => [`${name}.${member}`, target, Reflect.get(target, member) as Callable] as const),
    )
    if (statics.length > 0) {
      it.each(statics)('%s answers wrong things with a typed error', async (_name, self, method) => {
        await expectTypedErrors(method, { self })
      })
    }
  } else {
    it('exports something', () => expect(Object.keys(exported)).not.toEqual([]))
  }
})

describe.each(Object.entries(instances))('the methods of %s', (_, create) => {
  it('answer wrong things with a typed error', async () => {
    const instance = (await create()) as object
    const prototype = Object.getPrototypeOf(instance) as object
    const names = new Set([instance, prototype === Object.prototype ? {} : prototype].flatMap((each) => Object.getOwnPropertyNames(each)))
    for (const name of names) {
      const isGetter = Object.getOwnPropertyDescriptor(prototype, name)?.get !== undefined
      const method: unknown = isGetter || left.has(name) ? undefined : Reflect.get(instance, name)
      if (typeof method !== 'function') continue
      await expectTypedErrors(method as Callable, { self: await create() }).catch((error: unknown) => {
        throw new Error(`${name}${(error as Error).message}`, { cause: (error as Error).cause })
      })
    }
  })
})
