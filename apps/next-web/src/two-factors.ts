/** What it takes to move money: both factors, at most five minutes ago. */
export const twoFactors = { acr: 'urn:demo:two-factor', maxAgeSeconds: 300 }
