/** An answer that says no more than "not now": thrown inside the package, never to a caller. */
export class UnsuccessfulResponse extends Error {
  /** The answer; its body is in memory. */
  readonly response: Response

  constructor(response: Response) {
    super(`the server answered ${response.status}`)
    this.response = response
  }
}
