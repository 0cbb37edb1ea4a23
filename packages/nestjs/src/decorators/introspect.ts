import { mark } from './route-mark.ts'

/** Asks the issuer whether the token is still good, although it was verified here. Needs the option `introspection`. */
export function Introspect(): ClassDecorator & MethodDecorator {
  return mark({ requirements: [{ introspect: true }] }, 'Introspect')
}
