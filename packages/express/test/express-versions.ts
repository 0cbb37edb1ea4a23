import express5 from 'express'

// Its own types would stand in the way: what is used here is the same in both.
const nameOfExpress4: string = 'express4'
const { default: express4 } = (await import(nameOfExpress4)) as { default: typeof express5 }

/** Both majors, for `describe.each`. */
export const expressVersions: readonly (readonly [name: string, express: typeof express5])[] = [
  ['Express 4', express4],
  ['Express 5', express5],
]
