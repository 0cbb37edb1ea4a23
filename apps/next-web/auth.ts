import { createNextAuth } from '@auth/next'
import { readSiteConfig } from './src/site-config'

export const { auth, protect, handlers, proxy, signIn, signOut, fetch: fetchAsUser } = createNextAuth(() => readSiteConfig(process.env))
