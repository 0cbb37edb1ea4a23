import type { JWK } from '../src/index.ts'

type Name =
  | 'rsa'
  | 'otherRsa'
  | 'weakRsa'
  | 'p256'
  | 'otherP256'
  | 'p384'
  | 'p521'
  | 'secp256k1'
  | 'ed25519'
  | 'otherEd25519'
  | 'ed448'
  | 'x25519'

/** Public keys made once for the tests with `node:crypto`; the private halves were thrown away. */
export const publicKeys: Readonly<Record<Name, JWK>> = {
  rsa: {
    kty: 'RSA',
    n: 'sVILt9vbof3VLyiPC_pNZNCShQRnXv4npaxhwCu2g3h7pnaeRAULyZBpDrX0P4Q23QptXIsnxnexIZDIgDS5KRmjsKA0odtkjtWw_8Ip6bHg-HuN02aorej6bm-WAbIdxJJebgd7MHG_LiYQ2qrebR50uV_otFYfQbDFSqIbJ7v0Czj-5e3EPzigrgCHhdPfNPm0rrrRjkMk7uHHyArvKQvhpyX9qXaYZDgKBORdIveuvjNWIDBp4uxMVcMJns0GquW6KTDpCEVx6WsLvbYlb-cf4O6IvoZ-Yz7yfqvG5U4TwiC63S4OyxgG0lsSNO7ieYiEbNu08a6W7GHICWmyrQ',
    e: 'AQAB',
  },
  otherRsa: {
    kty: 'RSA',
    n: 'xonBFyZoYfOI7JaV9bOGBTe3NF0motk4-g9iIkjoLNMC7CMt8lAZFy1TfVgPPZOumPEbHcaqUUnjNVHeFLf2STEZp07kK1qmxxkWJuyiGk6Afm9p77iejJF5WDONezaV65cRghFJvgYunzpZue82G-qLzJ6BmSzTPdpnjXRoh096VWDV8mgMdM7Y9OYO0EhmkdrXryWI1OVJFjwLCE4838ziEN9f8FEqOKe5fipPB_QG9D7C4iRXQ05JaJruykxw5MbM__m5qwah9F5IFmYxwqskLI8txnjv-cZKbIYTtdEnVg4NnujxwUcHGEuXcAP4vAjVFx0rhuq-ab71OIcY3w',
    e: 'AQAB',
  },
  weakRsa: {
    kty: 'RSA',
    n: 'swOXe3uY_45Nu--WjYr98h9FGyEM4n5R6y8__ZxfgC6TffK-tU0Fip-dMJM2LTWu11R0MATkrgCZ0kusR4xn-uKfEKb5KHHPSYt0XvM9gzno0afLDc7Uld7xwGFInnYO20BmUGJ68BH7bt5YsfrkipHRUObqdDCM8W26V_JG5deMkocRjbDcPUURBtdrtEBEeHY8eY4D3pxnGpXKq4OGAgfoQrAnLM-YTxqrGr828YUaxuaLKv6gIBwPhtwEbTpQD8O43QRVW-2bAnB8_Iv1IPiCi9gEki62mm1EHPZx9F7JUck1k530HGdeGNFBV_FipsFa-yZYdop7GiLR-cgb',
    e: 'AQAB',
  },
  p256: {
    kty: 'EC',
    x: 'VHM5IBxGGQePBwkglx0gbT2KSZDs4QLfhRKScqAXi14',
    y: 'WVXjvZmZQuF5jFmIrJKEdU80DERRVLGJ0uXET1REJq8',
    crv: 'P-256',
  },
  otherP256: {
    kty: 'EC',
    x: '5kaxMljDp5r38TIKv5H_eHq-HHm0TgwTYDuwmQyBp-Q',
    y: 'vAfB3AL7cSgnE3ej28XaRM5oVkhCQ4JAZMXiKUuMJHY',
    crv: 'P-256',
  },
  p384: {
    kty: 'EC',
    x: 'slkpz26N-GAzsJ4hGAUP5X5nWmE0qfx1PIe9EZ8fUlBpTrSTssEQCvGsMMbIkxoJ',
    y: 'oe5jeFJTnipUca-gCyl9dNglRPG6PKmaZGJ8Z8coVqX4TNpMD8mglfenaWUep7kB',
    crv: 'P-384',
  },
  p521: {
    kty: 'EC',
    x: 'AJgg6NC1E-2lEBm7oMPlGUeuDGvasLtvrLkWyJ2OoY00c79mElQqZPwRR5gn9kJekFlu5pGZhbnBjdzND2cUpgie',
    y: 'AGk5et97FFay8fGkALP9BjpCYdU_f-nSNUr4EmNkFIDjQOHucRtJmiOF7ZNp-lPwmPMveKPItRoNc7X_taDRQ21H',
    crv: 'P-521',
  },
  secp256k1: {
    kty: 'EC',
    x: 'HyuHFa55M2DGgPnpCd0hA5PkE6ALrWetl0oCUtUiqzA',
    y: 'KvPass0mqJsJ-eBsVzxRO6S6LqiLW8xPde8zKniqAWU',
    crv: 'secp256k1',
  },
  ed25519: {
    crv: 'Ed25519',
    x: 'kQJf8BFiMp6fZ44KcVxNKMdIPvH5eFOypmWski4cIYk',
    kty: 'OKP',
  },
  otherEd25519: {
    crv: 'Ed25519',
    x: '-EaxO9MruUiwM23Gc56mgmhZ2ENfZdEb3p3x64R7elY',
    kty: 'OKP',
  },
  ed448: {
    crv: 'Ed448',
    x: 'BurqR1ratzuNlovgcvfa_W7c54l0bEzyyJtnR7B5SfHA3hWOI0F3XemtCw4ubDUFV7iYJn3dMhoA',
    kty: 'OKP',
  },
  x25519: {
    crv: 'X25519',
    x: 'DYAFh2VpGj0s16s0ejLaukE7I2dGJBIJkMcYFbblnzw',
    kty: 'OKP',
  },
}
