/** One way into an application that a build lists: what answers to a request of its own. */
export type Door =
  | { readonly kind: 'page' | 'handler'; readonly name: string; readonly path: string }
  | {
      readonly kind: 'action'
      /** `file#export` where the build tells them, else the action's id. */
      readonly name: string
      /** A page that the action is used on. */
      readonly path: string
      readonly id: string
    }

/** What an application's build says of itself. */
export interface Build {
  /** The folder of the application. */
  readonly folder: string
  readonly basePath: string
  readonly doors: readonly Door[]
}
