import { context } from 'esbuild'

const { ISSUER = 'http://127.0.0.1:4400', API = 'http://127.0.0.1:3000', PORT = '5173' } = process.env

const build = await context({
  entryPoints: ['src/main.ts'],
  bundle: true,
  format: 'esm',
  outdir: 'public',
  write: false,
  define: { ISSUER: JSON.stringify(ISSUER), API: JSON.stringify(API) },
})
await build.serve({ servedir: 'public', host: '127.0.0.1', port: Number(PORT) })
console.log(`listening on http://127.0.0.1:${PORT}`)
