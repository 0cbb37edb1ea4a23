import { type Comparison, findMedian } from './comparison.ts'
import { toNumber } from './report.ts'

const width = 860
const labelWidth = 300
const numberWidth = 150
const rowHeight = 24
const headHeight = 44

const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .head { font-weight: 600; font-size: 14px; }
  .number { fill: #57606a; font-variant-numeric: tabular-nums; }
  .bar { fill: #afb8c1; }
  .ours { fill: #0969da; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .number { fill: #9198a1; }
    .bar { fill: #484f58; }
    .ours { fill: #4493f8; }
  }`

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Whether a row is one of this project's. */
function isOurs(name: string): boolean {
  return name.startsWith('@auth/')
}

function drawRow({ name, median }: Comparison['measurements'][number], y: number, { base, longest, unit }: Scale): string {
  const length = Math.max(2, (median / longest) * (width - labelWidth - numberWidth))
  const label = `${toNumber(median)} ${unit} · ${(median / base).toFixed(2)} ×`
  return [
    `<text x="${labelWidth - 10}" y="${y + 16}" text-anchor="end">${escape(name)}</text>`,
    `<rect class="${isOurs(name) ? 'bar ours' : 'bar'}" x="${labelWidth}" y="${y + 4}" width="${length.toFixed(1)}" height="16" rx="3"/>`,
    `<text class="number" x="${(labelWidth + length + 8).toFixed(1)}" y="${y + 16}">${label}</text>`,
  ].join('\n')
}

interface Scale {
  readonly base: number
  readonly longest: number
  readonly unit: string
}

function drawComparison(comparison: Comparison, top: number): string {
  const { title, unit, baseline, measurements } = comparison
  const scale = { unit, base: findMedian(comparison, baseline), longest: Math.max(...measurements.map(({ median }) => median)) }
  const head = `<text class="head" x="10" y="${top + 28}">${escape(title)}</text>`
  return [head, ...measurements.map((measurement, index) => drawRow(measurement, top + headHeight + index * rowHeight, scale))].join('\n')
}

/** The comparisons as bars, the shorter the better: medians, and multiples of each one's baseline. */
export function toChart(comparisons: readonly Comparison[]): string {
  let top = 0
  const groups = comparisons.map((comparison) => {
    const group = drawComparison(comparison, top)
    top += headHeight + comparison.measurements.length * rowHeight + 8
    return group
  })
  const size = `width="${width}" height="${top}" viewBox="0 0 ${width} ${top}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="Medians, the shorter the better">
<style>${style}
</style>
${groups.join('\n')}
</svg>
`
}
