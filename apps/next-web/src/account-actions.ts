'use server'

import { signIn, signOut } from '../auth'

export async function signInHere(): Promise<void> {
  await signIn()
}

export async function signOutHere(): Promise<void> {
  await signOut()
}
