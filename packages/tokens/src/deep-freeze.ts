/** Whether freezing says all about the object: plain objects and arrays. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || Array.isArray(value)
}

/**
 * Freezes the value and all plain data within it. The answer is whether nothing of it can be changed any more: `false`
 * when something in it is no plain data (a Date, a Map, an instance of a class, a function).
 */
export function deepFreeze(value: unknown, seen: Set<object> = new Set()): boolean {
  if (typeof value === 'function') return false
  if (typeof value !== 'object' || value === null || seen.has(value)) return true
  if (!isPlain(value)) return false
  seen.add(value)
  Object.freeze(value)
  let isAllFrozen = true
  for (const item of Object.values(value)) isAllFrozen = deepFreeze(item, seen) && isAllFrozen
  return isAllFrozen
}
