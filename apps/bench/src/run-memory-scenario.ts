/** Prints what one scenario keeps, as JSON. Started by the suite `memory`, with `--expose-gc`. */
import { memoryScenarios } from './memory-scenarios.ts'

const secondsPerHour = 3600

/** Bytes that are reachable. */
function measureBytes(): number {
  for (let index = 0; index < 4; index++) globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const [name = '', shrinkText = '1'] = process.argv.slice(2)
const scenario = memoryScenarios[name]
if (!scenario) throw new Error(`there is no scenario "${name}"`)
const shrink = Number(shrinkText)
const entries = Math.ceil(scenario.entries / shrink)

// What the first entry loads and compiles is none of the others'.
const fill = await scenario.createFill(entries)
await fill.add(0)
const before = measureBytes()
for (let index = 1; index < entries; index++) await fill.add(index)
const bytesPerEntry = (measureBytes() - before) / (entries - 1)
fill.drop()

const traffic = await scenario.createTraffic(shrink)
const start = measureBytes()
let afterTenMinutes = 0
for (let second = 0; second < secondsPerHour; second++) {
  await traffic.passSecond(second)
  if (second === secondsPerHour / 6) afterTenMinutes = measureBytes() - start
}
console.log(JSON.stringify({ bytesPerEntry, afterTenMinutes, afterAnHour: measureBytes() - start }))
// What was measured stays reachable until here.
traffic.drop()
