/** Whether a text can name a resource: an absolute URI without a fragment (RFC 8707 §2). */
export function isResource(text: unknown): text is string {
  return typeof text === 'string' && /^[a-z][a-z0-9+.-]*:[^\s#]+$/i.test(text) && URL.canParse(text)
}
