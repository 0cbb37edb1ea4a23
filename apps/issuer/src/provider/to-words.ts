/** The words of a space-separated parameter or claim; anything but text has none. */
export function toWords(value: unknown): readonly string[] {
  return typeof value === 'string' ? value.split(' ').filter((word) => word !== '') : []
}
