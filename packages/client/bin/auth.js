#!/usr/bin/env node
import { runDoctor } from '../dist/doctor/run-doctor.js'

/** On a terminal one line that is written over; else a line for each step. */
const isTerminal = process.stderr.isTTY
const onProgress = (step) => process.stderr.write(isTerminal ? `\r\u001B[2K${step} …` : `${step} …\n`)

/** What can be a token or a secret, within half a minute. */
async function readInput() {
  if (process.stdin.isTTY) return ''
  const timer = setTimeout(() => process.stdin.destroy(), 30_000)
  let text = ''
  try {
    for await (const chunk of process.stdin.setEncoding('utf8')) if ((text += chunk).length > 65_536) break
  } catch {
    return ''
  } finally {
    clearTimeout(timer)
  }
  return text
}

let isFirst = true
function print(line) {
  if (isFirst && isTerminal) process.stderr.write('\r\u001B[2K')
  isFirst = false
  console.log(line)
}

process.exitCode = await runDoctor(process.argv.slice(2), { environment: process.env, readInput, print, onProgress })
