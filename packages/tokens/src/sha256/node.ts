import { hash } from 'node:crypto'
import type { Eventual } from '../chain.ts'

/** SHA-256 of the text's UTF-8, as base64url. */
export const sha256: (text: string) => Eventual<string> = (text) => hash('sha256', text, 'base64url')
