import { checkObject, checkString } from '@auth/core-errors/options'
import type { ResourceMetadata, ResourceServer } from '@auth/tokens/resource-server'
import { Controller, Get, Header, Inject, type Type, VERSION_NEUTRAL } from '@nestjs/common'
import { AuthRuntime } from './auth-runtime.ts'
import { Public } from './decorators/public.ts'

/** Which metadata, and where. */
export interface MetadataControllerOptions {
  /** The named configuration that it is of. @default the default one */
  readonly configuration?: string | undefined
  /** Its path: with a path in `publicUrl`, that is appended (RFC 9728 §3). @default '.well-known/oauth-protected-resource' */
  readonly path?: string | undefined
}

/**
 * A controller that publishes the protected resource metadata of this API, for the `controllers` of a module. It is open,
 * and answers other origins too.
 * @throws {InvalidConfigError} VAL_2002, naming the option; when the application starts, where nothing says what the API is called
 * @see RFC 9728 §3
 */
export function createMetadataController(options: MetadataControllerOptions = {}): Type {
  const { configuration, path = '.well-known/oauth-protected-resource' } = checkObject(options, 'options')

  class ProtectedResourceMetadataController {
    readonly #server: ResourceServer

    constructor({ servers }: AuthRuntime) {
      this.#server = servers.get(configuration)
      // What keeps the document from being made is told now, not to the first who asks.
      this.#server.metadata()
    }

    show(): ResourceMetadata {
      return this.#server.metadata()
    }
  }

  const { prototype } = ProtectedResourceMetadataController
  for (const decorate of [Get(), Header('access-control-allow-origin', '*')])
    decorate(prototype, 'show', Object.getOwnPropertyDescriptor(prototype, 'show')!)
  Inject(AuthRuntime)(ProtectedResourceMetadataController, undefined, 0)
  Public()(ProtectedResourceMetadataController)
  Controller({ path: checkString(path, 'path'), version: VERSION_NEUTRAL })(ProtectedResourceMetadataController)
  return ProtectedResourceMetadataController
}
