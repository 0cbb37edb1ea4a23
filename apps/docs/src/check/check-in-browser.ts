import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'

const widths = [
  { scheme: 'dark', width: 390, height: 844 },
  { scheme: 'light', width: 1440, height: 900 },
] as const

const flags =
  '--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking --disable-component-update --disable-sync --no-first-run --no-proxy-server'

export interface BrowserCheckOptions {
  readonly origin: string
  readonly paths: readonly string[]
  /** Where pictures of the pages go, if they are wanted. */
  readonly pictures?: string | undefined
}

/** Opens pages in Chromium, dark and narrow, then light and wide. Gives what is wrong with them. */
export async function checkInBrowser({ origin, paths, pictures }: BrowserCheckOptions): Promise<string[]> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags.split(' ') })
  try {
    const page = await openPage(browser)
    const faults: string[] = []
    let path = ''
    page.on('console', (message) => void (message.type() === 'error' && faults.push(`${path}: the console says ${message.text()}`)))
    page.on('pageerror', (error) => void faults.push(`${path}: ${error.message}`))
    page.on(
      'request',
      (request) =>
        void (
          /^(data|blob):/.test(request.url()) ||
          request.url().startsWith(`${origin}/`) ||
          faults.push(`${path}: asks for ${request.url()}`)
        ),
    )
    page.on(
      'response',
      (response) => void (response.status() >= 400 && faults.push(`${path}: ${response.url()} answers ${response.status()}`)),
    )
    for (path of paths) {
      await page.goto(origin + path, { waitUntil: 'networkidle' })
      for (const { scheme, width, height } of widths) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.setViewportSize({ width, height })
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        if (overflow > 0) faults.push(`${path}: ${overflow} pixels wider than a window of ${width}`)
        if (pictures)
          await takePicture(page, join(pictures, `${path === '/' ? 'index' : path.replace(/\/$/, '/index')}-${scheme}-${width}.png`))
      }
    }
    path = 'search'
    await page.goto(origin, { waitUntil: 'networkidle' })
    if (!(await finds(page, 'AUTH_1002'))) faults.push('the search does not find AUTH_1002')
    return faults
  } finally {
    await browser.close()
  }
}

async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ serviceWorkers: 'block', reducedMotion: 'reduce' })
  return context.newPage()
}

async function takePicture(page: Page, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  await page.screenshot({ path, fullPage: true })
}

async function finds(page: Page, text: string): Promise<boolean> {
  await page.keyboard.press('Control+K')
  await page.getByRole('searchbox').fill(text)
  const result = page.locator('a.result', { hasText: text }).first()
  return result.waitFor({ timeout: 15_000 }).then(
    () => true,
    () => false,
  )
}
