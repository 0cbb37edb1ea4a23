import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Stage } from './stage.ts'

const folder = join(import.meta.dirname, '../../../reports/screenshots')
let stage: Stage

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  stage = await Stage.open()
})
afterAll(() => stage[Symbol.asyncDispose]())

const sizes = { wide: { width: 1200, height: 760 }, narrow: { width: 390, height: 780 } }

it.each((['light', 'dark'] as const).flatMap((colorScheme) => (['wide', 'narrow'] as const).map((size) => [colorScheme, size] as const)))(
  'every page fits, in %s and %s',
  async (colorScheme, size) => {
    const visitor = await stage.newVisitor({ colorScheme, viewport: sizes[size] })
    const { page } = visitor
    const take = async (name: string): Promise<void> => {
      await page.waitForLoadState('networkidle')
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${size}.png`), fullPage: true })
      expect(await overflow(page), name).toBe(0)
    }
    await page.goto('/')
    await take('home')
    await visitor.signIn('/orders')
    await page.fill('#item', `Walnut bowl, ${colorScheme}`)
    await page.click('main >> button >> text=Order')
    await page.waitForSelector('li >> text=Walnut bowl')
    await take('orders')
    for (const name of ['profile', 'admin', 'payment', 'no-such-page']) {
      await page.goto(`/${name}`)
      await take(name)
    }
    await page.goto('/')
    await take('home-signed-in')
    const linus = await stage.newVisitor({ colorScheme, viewport: sizes[size] })
    await linus.signIn('/profile', 'linus')
    await linus.page.goto('/admin')
    await linus.page.waitForSelector('text=Not for you')
    await linus.page.screenshot({ path: join(folder, `forbidden-${colorScheme}-${size}.png`), fullPage: true })
  },
)

/** By how many pixels a page is wider than its window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
