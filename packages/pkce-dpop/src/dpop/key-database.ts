/** Where a browser keeps key pairs. */
export interface KeyDatabase {
  /** The name of the database. @default 'auth-dpop' */
  readonly databaseName?: string | undefined
  /** @default globalThis.indexedDB, looked up at the first use */
  readonly indexedDB?: (typeof globalThis extends { indexedDB: infer Factory } ? Factory : never) | undefined
}
