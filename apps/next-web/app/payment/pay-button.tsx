'use client'

import { useActionState } from 'react'

export function PayButton({ pay }: { readonly pay: () => Promise<string> }) {
  const [receipt, submit, isPending] = useActionState(pay, undefined)
  return (
    <form action={submit}>
      <button disabled={isPending}>Pay € 48.00</button>
      {receipt !== undefined && (
        <p className="note" role="status">
          {receipt}
        </p>
      )}
    </form>
  )
}
