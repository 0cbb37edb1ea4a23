import { Comment, ReflectionKind, type CommentDisplayPart, type DeclarationReflection } from 'typedoc'
import { toReferenceUrl } from './to-reference-url.ts'

const optionsName = /(Options|Config|Configuration|Settings|Requirements|Rules|Parameters|Props|Init)$/

/** The options of one package, a table for each type of them, as the doc comments of their members say. */
export function toOptionsPage(packageName: string, modules: readonly (readonly [string, DeclarationReflection])[]): string {
  const sections = modules.flatMap(([specifier, module]) =>
    (module.children ?? []).filter(isOptionsType).map((type) => toSection(specifier, type)),
  )
  if (sections.length === 0) return ''
  return `# Options of ${packageName}\n\nFrom the doc comments in the sources. \`?\` marks what may be left out.\n\n${sections.join('\n')}`
}

function isOptionsType({ kind, name }: DeclarationReflection): boolean {
  return (kind === ReflectionKind.Interface || kind === ReflectionKind.TypeAlias) && optionsName.test(name)
}

function toSection(specifier: string, type: DeclarationReflection): string {
  const heading = `## ${type.name} {#${type.name}}\n\n${toText(type.comment?.summary)}\n\n`
  const origin = `\`import type { ${type.name} } from '${specifier}'\` · [all of it](${toReferenceUrl(specifier, type)})\n\n`
  const members = (type.children ?? type.type?.visit({ reflection: ({ declaration }) => declaration.children }) ?? []).filter(
    ({ comment, name }) => !comment?.hasModifier('@internal') && !name.startsWith('['),
  )
  if (members.length === 0) return `${heading}\`\`\`ts-signature\n${type.name} = ${String(type.type ?? '{}')}\n\`\`\`\n\n${origin}`
  const rows = members.map((member) => `| ${[toName(member), toDefault(member), toMeaning(member)].join(' | ')} |\n`)
  return `${heading}| Option | Default | What it is |\n|---|---|---|\n${rows.join('')}\n${origin}`
}

function toName({ name, flags }: DeclarationReflection): string {
  return `\`${name}${flags.isOptional ? '?' : ''}\``
}

function toDefault({ comment, flags }: DeclarationReflection): string {
  const tag = comment?.blockTags.find(({ tag }) => tag === '@default' || tag === '@defaultValue')
  if (!tag) return flags.isOptional ? '–' : 'required'
  const text = Comment.combineDisplayParts(tag.content)
    .replace(/^```\w*\n|\n```$/g, '')
    .trim()
  return inCell(
    /^[\w'"[{(.-]+.*$/.test(text) && !/ /.test(text.replaceAll(/\{.*\}|\[.*\]|'.*'/g, '')) ? `\`${text.replace(/^`(.*)`$/, '$1')}\`` : text,
  )
}

function toMeaning(member: DeclarationReflection): string {
  const comment = member.comment ?? member.signatures?.[0]?.comment ?? member.getSignature?.comment
  const type = member.signatures ? member.signatures.map(String).join('; ') : String(member.type ?? member.getSignature?.type ?? '')
  return `${inCell(toText(comment?.summary))}<br>\`${inCell(type.replaceAll(/ \| undefined|undefined \| /g, '').replaceAll('`', "'"))}\``
}

function toText(parts: readonly CommentDisplayPart[] = []): string {
  return parts
    .map(({ kind, text }) => (kind === 'inline-tag' ? `\`${text}\`` : kind === 'text' ? text.replaceAll('<', '&lt;') : text))
    .join('')
    .trim()
}

/** Text that neither ends a cell nor a line of the table. */
function inCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll(/\s*\n\s*/g, ' ')
}
