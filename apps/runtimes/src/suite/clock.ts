/** A clock that stands until it is moved, in milliseconds. */
export class Clock {
  #milliseconds = 0

  readonly now = (): number => this.#milliseconds

  advance(seconds: number): void {
    this.#milliseconds += seconds * 1000
  }
}
