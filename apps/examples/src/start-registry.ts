import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Manifest } from '../../../tools/published-packages.ts'
import { run } from '../../../tools/run.ts'

/** A registry that npm can ask for packages. */
export interface Registry extends AsyncDisposable {
  readonly origin: string
}

interface Packed {
  readonly file: string
  readonly manifest: Manifest
}

/**
 * Serves packed tarballs as npm's registry would, on loopback: what depends on them names versions, and gets them only
 * where the version fits.
 */
export async function startRegistry(tarballs: ReadonlyMap<string, string>): Promise<Registry> {
  const packed = new Map<string, Packed>([...tarballs].map(([name, file]) => [name, { file, manifest: readManifest(file) }]))
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1)
    const found = packed.get(path.replace(/\.tgz$/, ''))
    if (!found) response.writeHead(404).end('{}')
    else if (path.endsWith('.tgz')) response.end(readFileSync(found.file))
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(toDocument(origin, found)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}

/** What a registry tells of a package that has one version (npm's packument). */
function toDocument(origin: string, { file, manifest }: Packed): object {
  const { name, version } = manifest
  const integrity = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`
  const dist = { tarball: `${origin}/${encodeURIComponent(name)}.tgz`, integrity }
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } }
}

function readManifest(tarball: string): Manifest {
  return JSON.parse(run('tar', ['-xzOf', tarball, 'package/package.json'], '.')) as Manifest
}
