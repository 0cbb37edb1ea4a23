import { join } from 'node:path'
import type { NextConfig } from 'next'

const config: NextConfig = {
  cacheComponents: true,
  partialPrefetching: true,
  experimental: { authInterrupts: true },
  poweredByHeader: false,
  turbopack: { root: join(import.meta.dirname, '../..') },
}

export default config
