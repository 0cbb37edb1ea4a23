import { join } from 'node:path'
import { Application, type DeclarationReflection } from 'typedoc'
import { repository } from '../folders.ts'
import { listEntryPoints } from './list-entry-points.ts'

/** The packages' public API as TypeDoc reads it, one module for each specifier. */
export interface Reference {
  /** By specifier. */
  readonly modules: ReadonlyMap<string, DeclarationReflection>
  /** Writes the pages, and fails where a comment is wrong. */
  readonly render: (folder: string) => Promise<void>
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
    sort: ['required-first', 'source-order'],
    basePath: repository,
    validation: { notExported: false, invalidLink: false, invalidPath: false, notDocumented: false },
    includeHierarchySummary: false,
    customCss: join(import.meta.dirname, 'reference.css'),
    favicon: join(import.meta.dirname, '../../pages/public/icon.svg'),
    navigationLinks: { Documentation: '/' },
  })
  const project = await application.convert()
  if (!project || application.logger.hasErrors()) throw new Error('the sources do not compile for the API reference')

  const modules = new Map<string, DeclarationReflection>()
  for (const { specifier, source } of entryPoints) {
    const module = project.children?.find(({ name }) => join(repository, name, 'index.ts') === source)
    if (!module) throw new Error(`the API reference lacks ${specifier}`)
    module.name = specifier
    modules.set(specifier, module)
  }

  return {
    modules,
    render: async (folder) => {
      application.options.setValue('out', folder)
      await application.generateOutputs(project)
      if (application.logger.hasErrors() || application.logger.hasWarnings()) throw new Error('the API reference has warnings')
    },
  }
}
