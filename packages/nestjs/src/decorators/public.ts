import { mark } from './route-mark.ts'

/** Opens a route, or every route of a class that asks for nothing of its own: no token is looked at. */
export function Public(): ClassDecorator & MethodDecorator {
  return mark({ access: { kind: 'public' } }, 'Public')
}
