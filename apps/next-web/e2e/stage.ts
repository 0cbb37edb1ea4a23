import { type Browser, type BrowserContext, type Page } from 'playwright-core'
import { startWorld, type World, type WorldOptions } from '../world/index.ts'
import { startBrowser } from './start-browser.ts'

/** A world, and a browser to go about in it. */
export class Stage implements AsyncDisposable {
  readonly world: World
  readonly #browser: Browser

  private constructor(world: World, browser: Browser) {
    this.world = world
    this.#browser = browser
  }

  static async open(options: WorldOptions = {}): Promise<Stage> {
    const [world, browser] = await Promise.all([startWorld(options), startBrowser()])
    return new Stage(world, browser)
  }

  get url(): string {
    return this.world.site.url
  }

  /** Somebody with a browser of their own: no cookie of anybody else's. */
  async newVisitor(options: Parameters<Browser['newContext']>[0] = {}): Promise<Visitor> {
    const context = await this.#browser.newContext({ baseURL: this.url, ...options })
    context.setDefaultTimeout(15_000)
    return new Visitor(context, await context.newPage())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
    await this.world[Symbol.asyncDispose]()
  }
}

/** A person in front of a browser. */
export class Visitor {
  readonly context: BrowserContext
  readonly page: Page

  constructor(context: BrowserContext, page: Page) {
    this.context = context
    this.page = page
  }

  /** Opens a guarded page, fills in the provider's form, and is back on that page. */
  async signIn(path: string, username: 'ada' | 'linus' = 'ada'): Promise<void> {
    await this.page.goto(path)
    await fillIn(this.page, username)
    await this.page.waitForURL((url) => url.pathname === path)
  }

  /** Presses a button that signs out, and says yes at the provider. */
  async signOut(button = 'header >> text=Sign out'): Promise<void> {
    await this.page.click(button)
    await this.page.click('button[value=yes]')
    await this.page.waitForURL((url) => url.pathname === '/')
  }

  /** Asks for something of the site with this browser's cookies, without a page. Redirects are not followed. */
  async request(path: string, init: { method?: string; headers?: Record<string, string> } = {}) {
    return this.context.request.fetch(path, { maxRedirects: 0, ...init })
  }

  /** The cookies that hold the session. */
  async sessionCookies() {
    return (await this.context.cookies()).filter(({ name }) => /auth.*session/.test(name))
  }
}

/** Fills in the provider's form, with the second factor where it asks for one. */
export async function fillIn(page: Page, username: 'ada' | 'linus' = 'ada'): Promise<void> {
  await page.fill('#username', username)
  await page.fill('#password', `demo-${username}`)
  if ((await page.locator('#code').count()) > 0) await page.fill('#code', '246810')
  await page.click('button[value=sign-in]')
}
