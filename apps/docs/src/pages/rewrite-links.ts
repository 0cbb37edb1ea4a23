import { posix } from 'node:path'

/** Where a link of a document leads on the site. */
export interface LinkTargets {
  /** The page of the site that shows a path of the repository, without `.md`; `undefined` where none does. */
  toPage(path: string): string | undefined
  /** Takes a file into the site that a document links to or shows, and gives its address. */
  addFile(path: string): string
}

/** Fenced blocks and code spans, which are left alone, and links. */
const pieces = /^(```|~~~)[^]*?^\1[^\n]*$|`[^`\n]*`|(!?)\[((?:[^[\]`]|`[^`\n]*`)*)\]\(([^\s()]+)\)/gm

/** A document of the repository with its relative links led to the pages of the site. */
export function rewriteLinks(markdown: string, source: string, { toPage, addFile }: LinkTargets): string {
  return markdown.replaceAll(
    pieces,
    (piece, fence: string | undefined, image: string | undefined, text: string, target: string | undefined) => {
      if (!target || /^(\w+:|#|\/)/.test(target)) return piece
      const [path = '', anchor] = target.split('#')
      const linked = posix.join(posix.dirname(source), path).replace(/\/$/, '')
      const address = image ? addFile(linked) : (toPage(linked) ?? addFile(linked))
      return `${image}[${text}](${address}${anchor ? `#${anchor}` : ''})`
    },
  )
}
