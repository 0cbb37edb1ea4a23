import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ValidationError } from '@auth/core-errors'
import type { Build, Door } from './door.ts'

/** Paths to ask a dynamic route with, by the route's name. */
export type Samples = ReadonlyMap<string, string>

interface ActionManifest {
  readonly [runtime: string]: unknown
}

/** Next's own pages for what is not there. */
const isInternal = (route: string): boolean =>
  route === '/_not-found' || route === '/_global-error' || /^\/_(?:app|document|error)$/.test(route)

/**
 * What the build in `folder/.next` lists: pages and route handlers of both routers, and server actions.
 * @throws {ValidationError} VAL_2001, when there is no build
 */
export function readBuild(folder: string, samples: Samples = new Map()): Build {
  const built = join(folder, '.next')
  const read = <T>(path: string, fallback?: T): T => {
    const file = join(built, path)
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T
    if (fallback === undefined) throw new ValidationError(`there is no build in ${built}: run "next build" first`)
    return fallback
  }
  const { basePath = '' } = read<{ basePath?: string }>('routes-manifest.json')
  const appRoutes = Object.entries(read<Record<string, string>>('app-path-routes-manifest.json', {}))
  const pagesRoutes = Object.keys(read<Record<string, string>>('server/pages-manifest.json', {}))
  const toDoor = (kind: 'page' | 'handler', name: string): Door => ({ kind, name, path: basePath + toPath(name, samples) })
  const doors = [
    ...appRoutes.map(([entry, route]) => toDoor(entry.endsWith('/route') ? 'handler' : 'page', route)),
    ...pagesRoutes.map((route) => toDoor(route.startsWith('/api/') ? 'handler' : 'page', route)),
  ].filter(({ name }) => !isInternal(name) && name !== '/404' && name !== '/500')
  const actions = listActions(read<ActionManifest>('server/server-reference-manifest.json', {}), new Map(appRoutes))
  return {
    folder,
    basePath,
    doors: [...doors, ...actions.map((action) => ({ ...action, path: basePath + toPath(action.path, samples) }))],
  }
}

/** A path that the route matches: each parameter is filled in. */
function toPath(route: string, samples: Samples): string {
  const sample = samples.get(route)
  if (sample !== undefined) return sample
  return route.replace(/\/\[\[\.\.\.[^\]]+\]\]/g, '').replace(/\[(?:\.\.\.)?[^\]]+\]/g, 'auth-next-check') || '/'
}

interface ListedAction {
  readonly workers?: Readonly<Record<string, unknown>>
  readonly filename?: string
  readonly exportedName?: string
}

type Action = Extract<Door, { readonly kind: 'action' }>

function listActions(manifest: ActionManifest, appRoutes: ReadonlyMap<string, string>): readonly Action[] {
  const listed = ['node', 'edge'].flatMap((runtime) => Object.entries((manifest[runtime] ?? {}) as Record<string, ListedAction>))
  return listed.flatMap(([id, { workers = {}, filename, exportedName }]) => {
    const name = filename !== undefined && exportedName !== undefined ? `${filename}#${exportedName}` : id
    // An action is the same whichever of its pages it is asked on: one is enough, and pages without parameters come first.
    const pages = Object.keys(workers).map((worker) => appRoutes.get(worker.replace(/^app/, '')))
    const [path] = pages.filter((page) => page !== undefined && !isInternal(page)).sort((one = '', other = '') => count(one) - count(other))
    return path === undefined ? [] : [{ kind: 'action' as const, name, path, id }]
  })
}

const count = (route: string): number => route.split('[').length
