import type { Browser } from 'playwright-core'
import type { InstalledExample } from './installed-example.ts'

/** What a check has at hand. */
interface CheckWorld {
  readonly example: InstalledExample
  /** One Chromium for all; each check opens a context of its own. */
  readonly browser: Browser
}

/** Runs an installed example and throws unless it does what its README says. */
export type ExampleCheck = (world: CheckWorld) => Promise<void>
