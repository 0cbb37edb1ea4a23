/** `![caption](…/name.svg)` alone in its line. */
const diagram = /^!\[([^\]\n]+)\]\((?:[./\w-]*\/)?([\w-]+\.svg)\)$/gm

/**
 * A written page with its diagrams inlined, so that they take the colours and the font of the page.
 * `readDiagram` gives the SVG of a file's name.
 */
export function showDiagrams(markdown: string, readDiagram: (name: string) => string): string {
  return markdown.replaceAll(diagram, (_, caption: string, name: string) => {
    const svg = readDiagram(name)
      .replace(/<svg /, `<svg class="diagram" role="img" aria-label="${caption.replaceAll('"', '&quot;')}" `)
      .replaceAll(/\s*\n\s*/g, ' ')
      .trim()
    return `<figure>${svg}<figcaption>${caption}</figcaption></figure>`
  })
}
