/** Every published package has a changeset that waits, or a changelog that says what its version brought. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listPublishedPackages, root } from './published-packages.ts'

const folder = join(root, '.changeset')
const waiting = readdirSync(folder)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .map((file) => readFileSync(join(folder, file), 'utf8').split('---')[1] ?? '')
const missing = listPublishedPackages().filter(
  (entry) => !waiting.some((front) => front.includes(`'${entry.manifest.name}'`)) && !existsSync(join(entry.folder, 'CHANGELOG.md')),
)
for (const { manifest } of missing) console.error(`${manifest.name}: no changeset says what it brings`)
process.exitCode = missing.length > 0 ? 1 : 0
