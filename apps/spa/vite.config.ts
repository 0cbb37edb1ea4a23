import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The packages are bundled from their sources, as a browser's: no build of theirs has to come first. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { conditions: ['@auth/source', 'module', 'browser', 'production'] },
  build: { target: 'es2022', modulePreload: { polyfill: false } },
})
