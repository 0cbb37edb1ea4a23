/** Checks the built site: its programs compile, its links lead somewhere, its pages open in a browser. `--pictures FOLDER` keeps what they look like. */
import { ErrorCode } from '@auth/core-errors'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { makeError } from '../errors/errors-page.ts'
import { dist } from '../folders.ts'
import { checkBlocks } from './check-blocks.ts'
import { checkInBrowser } from './check-in-browser.ts'
import { checkLinks } from './check-links.ts'
import { serveFolder } from './serve-folder.ts'

const { values } = parseArgs({ options: { pictures: { type: 'string' }, only: { type: 'string' } } })
if (!existsSync(join(dist, 'index.html'))) throw new Error('there is no built site: npx -y pnpm@12.21.0 run docs builds it')

console.log(`${checkBlocks()} programs compile`)

const codes = Object.values(ErrorCode)
for (const code of codes) {
  const { pathname, hash } = new URL(makeError(code).docs)
  const html = readFileSync(join(dist, pathname, 'index.html'), 'utf8')
  if (hash !== `#${code}` || !html.includes(`id="${code}"`)) throw new Error(`error.docs of ${code} leads nowhere`)
}
console.log(`${codes.length} codes are explained where error.docs leads`)

console.log(`${checkLinks(dist)} links lead somewhere`)

if (existsSync('/usr/bin/chromium')) {
  const paths = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html') && (!file.startsWith('api/') || file.startsWith('api/modules/')) && file !== '404.html')
    .map((file) => `/${file.replace(/(^|\/)index\.html$/, '$1')}`)
    .filter((path) => path.includes(values.only ?? ''))
  await using server = await serveFolder(dist)
  const faults = await checkInBrowser({ origin: server.origin, paths, pictures: values.pictures })
  if (faults.length > 0) throw new Error(faults.join('\n'))
  console.log(`${paths.length} pages open without an error, a request to elsewhere or an overflow, dark and narrow, light and wide`)
} else console.log('there is no Chromium: no page was opened')
