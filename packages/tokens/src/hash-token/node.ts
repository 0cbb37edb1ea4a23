import { hash } from 'node:crypto'
import type { Eventual } from '../chain.ts'

/** SHA-256 over the whole token: what a verified token is remembered by. */
export const hashToken: (token: string) => Eventual<string> = (token) => hash('sha256', token, 'base64url')
