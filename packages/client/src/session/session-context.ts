import { AuthorizationBuilder } from '../authorization/authorization-builder.ts'
import { ClientContext } from '../http/client-context.ts'
import type { SessionParts } from '../token-store/client-session.ts'
import { SessionEntries } from '../token-store/session-entries.ts'
import { SessionRefresher } from '../token-store/session-refresher.ts'
import { Sealer } from './cookies/sealer.ts'
import { CookieKeeping } from './kept/cookie-keeping.ts'
import type { SessionKeeping } from './kept/session-keeping.ts'
import { StoreKeeping } from './kept/store-keeping.ts'
import { parseSessionConfig } from './parse-session-config.ts'
import type { SessionConfig } from './session-config.ts'
import type { SessionSettings } from './session-settings.ts'

const defaultScopes = ['openid', 'profile', 'email']

/** What all that a manager does share. It holds nothing of any request. */
export class SessionContext {
  readonly settings: SessionSettings
  readonly client: ClientContext
  readonly authorization: AuthorizationBuilder
  readonly sealer: Sealer
  readonly keeping: SessionKeeping
  readonly parts: SessionParts

  /** @throws {InvalidConfigError} VAL_2002, naming the option */
  constructor(config: SessionConfig) {
    const settings = parseSessionConfig(config)
    const { scopes = defaultScopes, sessionLock = settings.store?.lock } = config
    const keeping = settings.store ? new StoreKeeping(settings.store) : new CookieKeeping()
    const { tokenStore } = keeping
    const client = new ClientContext({ ...config, scopes, tokenStore, sessionLock, redirectUri: settings.routes.callback })
    const entries = new SessionEntries(client, tokenStore)
    this.settings = settings
    this.client = client
    this.authorization = new AuthorizationBuilder(client)
    this.sealer = new Sealer(settings.secrets)
    this.keeping = keeping
    this.parts = { context: client, entries, refresher: new SessionRefresher(client, entries) }
  }

  /** In whole seconds since the epoch. */
  now(): number {
    return Math.floor(this.client.config.now() / 1000)
  }
}
