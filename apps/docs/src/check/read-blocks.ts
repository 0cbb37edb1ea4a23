/** A program that a page shows. */
export interface Block {
  /** The file that it is said to be, else one by its number. */
  readonly path: string
  readonly code: string
}

const fence = /^```(\S*)(?: \[(.+)\])?\n([^]*?)^```$/gm
/** What needs no compiler; anything else is a mistake, so that no example escapes the check. */
const plain = new Set(['sh', 'text'])

/** Every program of a page. Blocks with a file's name may import one another. */
export function readBlocks(markdown: string, page: string): Block[] {
  return [...markdown.matchAll(fence)].flatMap(([, language = '', name, code = ''], index) => {
    if (plain.has(language)) return []
    if (language !== 'ts' && language !== 'tsx')
      throw new Error(`${page}: a block is neither ts, tsx, sh nor text, but ${language || 'nothing'}`)
    return [{ path: name ?? `block-${index + 1}.${language}`, code: /^(import|export) /m.test(code) ? code : `${code}\nexport {}\n` }]
  })
}
