/** On every prototype of the family, whichever copy of the package made it: the name of its class. */
export const brand: unique symbol = /* @__PURE__ */ Symbol.for('@auth/core-errors') as never
