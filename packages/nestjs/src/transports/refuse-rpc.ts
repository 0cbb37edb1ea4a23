import type { Challenge } from '@auth/tokens/resource-server'
import { type Observable, of, throwError } from 'rxjs'
import { toTold } from '../sockets/socket-session.ts'
import { findGrpcCall, type GrpcMetadata } from './grpc-call.ts'

/** What gRPC calls what HTTP would be answered with: INVALID_ARGUMENT, UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE. */
const grpcCodes: Readonly<Record<number, number>> = { 400: 3, 401: 16, 403: 7, 503: 14 }
const unknown = 2

/** A refusal as grpc-js sends it. */
interface GrpcStatus {
  readonly code: number
  readonly details: string
  readonly metadata: GrpcMetadata
}

/** The same facts in the words of gRPC: a status, and the error, code and headers of the challenge as its trailers. */
function toGrpcStatus({ status, headers, body }: Challenge, received: GrpcMetadata): GrpcStatus {
  // Of the class that came in: grpc-js is not ours to import.
  const metadata = new (received.constructor as new () => GrpcMetadata)()
  const { code, error } = body
  for (const [name, value] of Object.entries({ ...headers, code, error })) if (/^[ -~]*$/.test(value)) metadata.set(name, value)
  return { code: grpcCodes[status] ?? unknown, details: body.error_description, metadata }
}

/** Answers a message that was refused, in the words of its transport; its parameters are what Nest hands to the handler. */
export function refuseRpc(challenge: Challenge, parameters: readonly unknown[]): Observable<unknown> {
  const call = findGrpcCall(parameters)
  if (call === undefined) return throwError(() => toTold(challenge))
  const status = toGrpcStatus(challenge, call.metadata)
  if (call !== parameters[0]) return throwError(() => status)
  // A handler that streams by itself answers by itself, and Nest lets its process fail with an error that it gets back.
  const answer = parameters[1]
  if (typeof answer === 'function') answer(status)
  else call.emit('error', status)
  return of(undefined)
}
