import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Stage, type Visitor } from './stage.ts'

const folder = join(import.meta.dirname, '../../../reports/screenshots')
let stage: Stage
let ada: Visitor
let linus: Visitor
let stranger: Visitor

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  stage = await Stage.open()
  ;[ada, linus, stranger] = await Promise.all([stage.newVisitor(), stage.newVisitor(), stage.newVisitor()])
  await ada.signIn('/orders')
  await linus.signIn('/profile', 'linus')
  await ada.page.fill('#item', 'Walnut bowl')
  await ada.page.click('main >> button >> text=Order')
  await ada.page.waitForSelector('li >> text=Walnut bowl')
})
afterAll(() => stage[Symbol.asyncDispose]())

const sizes = { wide: { width: 1200, height: 760 }, narrow: { width: 390, height: 780 } }
const looks = (['light', 'dark'] as const).flatMap((scheme) => (['wide', 'narrow'] as const).map((size) => [scheme, size] as const))

it.each(looks)('every page fits, in %s and %s', async (colorScheme, size) => {
  const shots: readonly [name: string, visitor: Visitor, path: string, sign: string][] = [
    ['home', stranger, '/', '.account button'],
    ['home-signed-in', ada, '/', 'text=Good to see you'],
    ['orders', ada, '/orders', 'text=Walnut bowl'],
    ['profile', ada, '/profile', 'text=signed in as user-ada'],
    ['admin', ada, '/admin', 'text=On the shelf'],
    ['payment', ada, '/payment', 'text=Pay €'],
    ['no-such-page', ada, '/no-such-page', 'text=Nothing is here'],
    ['forbidden', linus, '/admin', 'text=Not for you'],
  ]
  for (const [name, { page }, path, sign] of shots) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(sizes[size])
    await page.goto(path)
    await page.waitForSelector(sign)
    await page.waitForSelector('.account button')
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${size}.png`), fullPage: true })
    expect(await overflow(page), name).toBe(0)
  }
})

/** By how many pixels a page is wider than its window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
