import { checkUrl } from '@auth/core-errors/options'

/** Whether a published endpoint may be called: an https URL, or http on loopback with `allowInsecureLoopback`. */
export function isEndpoint(
  value: unknown,
  { allowInsecureLoopback }: { readonly allowInsecureLoopback?: boolean | undefined },
): value is string {
  try {
    return typeof value === 'string' && checkUrl(value, 'url', allowInsecureLoopback) === value
  } catch {
    return false
  }
}
