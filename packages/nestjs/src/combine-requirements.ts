import type { Requirements } from '@auth/tokens/resource-server'

/** How two demands of the same name become one that holds when both do. What is not here stays apart. */
const joins: { readonly [Name in keyof Requirements]?: (one: never, other: never) => unknown } = {
  scopes: unite,
  roles: unite,
  permissions: unite,
  maxAgeSeconds: (one: number, other: number) => Math.min(one, other),
  introspect: (one: boolean, other: boolean) => one || other,
}

function unite(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])]
}

/**
 * As few requirements as say the same as all of these together; at least one. Two `anyScope`, `acr` or `claims` cannot be
 * one, so they are judged one after the other.
 */
export function combineRequirements(all: readonly Requirements[]): readonly Requirements[] {
  const combined: Record<string, unknown>[] = [{}]
  for (const [name, value] of all.flatMap((each) => Object.entries(each))) {
    const join = joins[name as keyof Requirements]
    const place = combined.find((each) => join !== undefined || !(name in each)) ?? {}
    if (!combined.includes(place)) combined.push(place)
    place[name] = join !== undefined && name in place ? join(place[name] as never, value as never) : value
  }
  return combined
}
