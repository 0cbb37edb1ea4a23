export { AuthGuard } from './auth-guard.ts'
export { AuthModule } from './auth-module.ts'
export { Public, Scopes } from './decorators.ts'
