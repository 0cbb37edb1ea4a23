import { hasMethods } from './has-methods.ts'

/** What is needed of the metadata of grpc-js. */
export interface GrpcMetadata {
  getMap(): object
  get(name: string): readonly unknown[]
  set(name: string, value: string): void
}

/** What is needed of a call of grpc-js, of every kind. */
export interface GrpcCall {
  readonly metadata: GrpcMetadata
  /** `/package.Service/Method`. */
  getPath(): string
  /** Ends the answers of a call that streams them with an error. */
  emit(event: 'error', error: object): boolean
}

/**
 * The call, among what Nest hands to a handler: behind request and metadata, or alone where the handler streams by itself.
 * What came over a wire has no methods, so that no message can pass for one.
 */
export function findGrpcCall(parameters: readonly unknown[]): GrpcCall | undefined {
  return parameters.find((each): each is GrpcCall => hasMethods(each, 'getPath', 'getPeer', 'emit'))
}
