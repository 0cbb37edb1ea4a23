import { join } from 'node:path'
import { Application, type DeclarationReflection, type ProjectReflection } from 'typedoc'
import { repository } from '../folders.ts'
import { listEntryPoints } from './list-entry-points.ts'

/** The packages' public API as TypeDoc reads it, one module for each specifier. */
export interface Reference {
  readonly project: ProjectReflection
  /** By specifier. */
  readonly modules: ReadonlyMap<string, DeclarationReflection>
  /** Writes the pages, and fails where a comment is wrong. */
  render(folder: string): Promise<void>
}

/** Reads the sources of every entry point. A type error or a wrong comment ends it. */
export async function convert(): Promise<Reference> {
  const entryPoints = listEntryPoints()
  const application = await Application.bootstrap({
    name: '@auth packages',
    entryPoints: entryPoints.map(({ source }) => source),
    tsconfig: join(import.meta.dirname, '../../tsconfig.reference.json'),
    readme: 'none',
    githubPages: false,
    excludePrivate: true,
    excludeInternal: true,
    disableSources: true,
    basePath: repository,
    validation: { notExported: false, invalidLink: false, invalidPath: false, notDocumented: false },
    includeHierarchySummary: false,
    navigationLinks: { Documentation: '/' },
  })
  const project = await application.convert()
  if (!project || application.logger.hasErrors()) throw new Error('the sources do not compile for the API reference')

  const modules = new Map<string, DeclarationReflection>()
  for (const module of project.children ?? []) {
    const entryPoint = entryPoints.find(({ source }) => join(repository, module.name, 'index.ts') === source)
    if (!entryPoint) throw new Error(`the API reference has a module that no manifest exports: ${module.name}`)
    module.name = entryPoint.specifier
    modules.set(entryPoint.specifier, module)
  }
  if (modules.size !== entryPoints.length)
    throw new Error(`${entryPoints.length} entry points, but ${modules.size} modules in the API reference`)

  return {
    project,
    modules,
    render: async (folder) => {
      application.options.setValue('out', folder)
      await application.generateOutputs(project)
      if (application.logger.hasErrors() || application.logger.hasWarnings()) throw new Error('the API reference has warnings')
    },
  }
}
