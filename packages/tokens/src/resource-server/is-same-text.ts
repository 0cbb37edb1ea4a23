/** Whether the texts are equal, in a time that depends on the length of the first alone. */
export function isSameText(expected: string, given: string): boolean {
  let difference = expected.length ^ given.length
  // Past its end `given` yields NaN, which counts as 0: the lengths differ already.
  for (let index = 0; index < expected.length; index++) difference |= expected.charCodeAt(index) ^ given.charCodeAt(index)
  return difference === 0
}
