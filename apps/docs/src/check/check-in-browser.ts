import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'

const widths = [
  { scheme: 'dark', width: 390, height: 844 },
  { scheme: 'light', width: 1440, height: 900 },
] as const

const flags = [
  '--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking',
  '--disable-component-update --disable-sync --no-first-run --no-proxy-server',
].flatMap((line) => line.split(' '))

export interface BrowserCheckOptions {
  readonly origin: string
  readonly paths: readonly string[]
  /** Where pictures of the pages go, if they are wanted. */
  readonly pictures?: string | undefined
}

/** Opens pages in Chromium, dark and narrow, then light and wide. Gives what is wrong with them. */
export async function checkInBrowser({ origin, paths, pictures }: BrowserCheckOptions): Promise<string[]> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags })
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
      await openPath(page, origin + path)
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
    await openPath(page, `${origin}/`)
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

/** Opens a page, and waits until its script, where it has one, has taken it over. */
async function openPath(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'load' })
  await page.waitForFunction(() => {
    const application = document.querySelector('#app')
    return !application || '__vue_app__' in application
  })
}

async function takePicture(page: Page, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  const { width, height } = await page.evaluate(() => ({
    width: innerWidth,
    height: Math.min(document.documentElement.scrollHeight, 1800),
  }))
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height } })
}

async function finds(page: Page, text: string): Promise<boolean> {
  await page.locator('#local-search button').click()
  await page.locator('#localsearch-input').fill(text)
  const result = page.locator('a.result', { hasText: text }).first()
  return result.waitFor({ timeout: 15_000 }).then(
    () => true,
    () => false,
  )
}
