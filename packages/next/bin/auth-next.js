#!/usr/bin/env node
import { runCheck } from '../dist/check/run-check.js'

process.exitCode = await runCheck(process.argv.slice(2), (line) => console.log(line))
