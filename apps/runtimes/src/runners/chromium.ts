import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'
import { startControlServer } from '../world/control-server.ts'
import { bundle } from './bundle.ts'
import { NotThereError, type Runner } from './runner.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome']
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

/** The suite runs in a page of a headless Chromium of the system; the issuer is another origin to it. */
export const runInChromium: Runner = async (folder, onLine) => {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const executablePath = names.flatMap((name) => folders.map((each) => join(each, name))).find((path) => existsSync(path))
  if (executablePath === undefined) throw new NotThereError(`none of ${names.join(', ')} is on the path`)
  const pageScript = await bundle(folder, 'page', ['browser', 'import', 'default'])
  await using server = await startControlServer({ pageScript })
  const browser = await chromium.launch({ executablePath, args: flags })
  try {
    const page = await browser.newPage()
    await new Promise<void>((resolve, reject) => {
      page.on('pageerror', reject)
      page.on('crash', () => reject(new Error('the page crashed')))
      const start = async (): Promise<void> => {
        await page.exposeFunction('reportLine', (line: string) => (line === '' ? resolve() : onLine(line)))
        await page.goto(server.origin)
      }
      start().catch(reject)
    })
  } finally {
    await browser.close()
  }
}
