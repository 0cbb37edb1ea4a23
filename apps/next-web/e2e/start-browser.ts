import { type Browser, chromium } from 'playwright-core'

/** Debian's. */
const executablePath = '/usr/bin/chromium'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-proxy-server',
]

/** Starts a headless Chromium. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags })
}
