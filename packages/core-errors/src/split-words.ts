/** `TokenExpired` as `Token Expired`, or with another separator. `DPoP` is one word. */
export function splitWords(name: string, separator: string): string {
  return name.replace(/\B(?=[A-Z][a-z][^P])/g, separator)
}
