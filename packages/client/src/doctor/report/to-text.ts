import { Message } from '../finding.ts'
import type { Hide } from './hide-secrets.ts'

const maxLength = 200

/** A value from outside, harmless and short: what is hidden is hidden before anything is cut off. */
function showValue(value: unknown, hide: Hide): string {
  if (value instanceof Message) return toText(value, hide)
  if (Array.isArray(value)) return shorten(hide(value.map((item) => showValue(item, hide)).join(', ')))
  if (typeof value === 'object' && value !== null) return 'an object'
  if (value === undefined) return 'nothing'
  return shorten(hide(typeof value === 'string' ? value : JSON.stringify(value)))
}

function shorten(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
}

/** A message in words. */
export function toText({ texts, values }: Message, hide: Hide): string {
  return texts.map((text, index) => text + (index < values.length ? showValue(values[index], hide) : '')).join('')
}
