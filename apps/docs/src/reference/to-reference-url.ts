import { ReflectionKind, type DeclarationReflection } from 'typedoc'

const folders = new Map([
  [ReflectionKind.Class, 'classes'],
  [ReflectionKind.Interface, 'interfaces'],
  [ReflectionKind.TypeAlias, 'types'],
  [ReflectionKind.Function, 'functions'],
  [ReflectionKind.Variable, 'variables'],
])

/** Where TypeDoc writes the page of a module, or of what it exports. */
export function toReferenceUrl(specifier: string, exported?: DeclarationReflection): string {
  const module = specifier.replaceAll(/[^\w.-]/g, '_')
  return exported ? `/api/${folders.get(exported.kind)}/${module}.${exported.name}.html` : `/api/modules/${module}.html`
}
