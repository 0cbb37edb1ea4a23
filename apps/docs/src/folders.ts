import { join } from 'node:path'

/** The root of the repository. */
export const repository = join(import.meta.dirname, '../../..')

/** What is written by hand. */
export const writtenPages = join(import.meta.dirname, '../pages')

/** What VitePress reads: the written pages, the repository's own documents, and what is generated. */
export const site = join(import.meta.dirname, '../.site')

/** The built site. */
export const dist = join(import.meta.dirname, '../dist')
