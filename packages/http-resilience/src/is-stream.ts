/** Whether a request's body can be sent only once. */
export function isStream(body: unknown): boolean {
  return Symbol.asyncIterator in Object(body) || 'getReader' in Object(body)
}
