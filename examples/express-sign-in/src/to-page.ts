const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A page with a heading, which may hold any text, and content, which is HTML. */
export function toPage(heading: string, content: string): string {
  const text = heading.replace(/[&<>"]/g, (character) => entities[character] ?? '')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${text}</title><h1>${text}</h1>${content}</html>`
}
