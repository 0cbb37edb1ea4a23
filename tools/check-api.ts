/**
 * What every public entry offers is written in `packages/NAME/api/`, so that a change of it shows in review. `--update`
 * writes it; without, what is committed must be it. Reads the declarations of the build.
 */
import { existsSync, mkdtempSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Extractor, ExtractorConfig, ExtractorLogLevel, ExtractorMessageCategory, type IConfigFile } from '@microsoft/api-extractor'
import { listPublishedPackages, type PublishedPackage, root } from './published-packages.ts'

const isUpdate = process.argv.includes('--update')
const temporaryFolder = mkdtempSync(join(tmpdir(), 'auth-api-'))
const silent = { logLevel: ExtractorLogLevel.None }

/** The declarations of each public entry, by the name of its report. */
function listReports({ manifest }: PublishedPackage): [report: string, types: string][] {
  return Object.entries(manifest.publishConfig?.exports ?? {}).flatMap(([path, entry]) =>
    typeof entry === 'object' && entry !== null && 'types' in entry
      ? [[`${path === '.' ? 'index' : path.slice(2).replaceAll('/', '-')}.api.md`, String(entry.types)]]
      : [],
  )
}

function createConfig({ folder }: PublishedPackage, reportFileName: string, types: string): IConfigFile {
  return {
    projectFolder: folder,
    mainEntryPointFilePath: types,
    newlineKind: 'lf',
    compiler: {
      overrideTsconfig: {
        extends: join(root, 'tsconfig.base.json'),
        compilerOptions: { customConditions: [], isolatedDeclarations: false },
        files: [types],
      },
    },
    apiReport: {
      enabled: true,
      // What an entry's types are made of is part of what it offers, exported by name or not.
      includeForgottenExports: true,
      reportFileName,
      reportFolder: join(folder, 'api'),
      reportTempFolder: mkdtempSync(join(temporaryFolder, 'report-')),
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      extractorMessageReporting: {
        default: { logLevel: ExtractorLogLevel.Warning },
        'ae-forgotten-export': silent,
        'ae-missing-release-tag': silent,
        'ae-undocumented': silent,
        'ae-unresolved-link': silent,
      },
      tsdocMessageReporting: { default: silent },
    },
  }
}

/** Compares the report of one entry with what is committed, or writes it. */
function listFaults(entry: PublishedPackage, report: string, types: string): string[] {
  const { folder, manifest } = entry
  if (!existsSync(join(folder, types))) return [`${types} is not there: build first`]
  const faults: string[] = []
  const config = ExtractorConfig.prepare({
    configObject: createConfig(entry, report, types),
    configObjectFullPath: join(folder, 'api-extractor.json'),
    packageJsonFullPath: join(folder, 'package.json'),
  })
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: isUpdate,
    printApiReportDiff: true,
    messageCallback(message) {
      const isFault = message.logLevel === ExtractorLogLevel.Error || message.logLevel === ExtractorLogLevel.Warning
      if (isFault && !(isUpdate && message.category === ExtractorMessageCategory.Console))
        faults.push(message.formatMessageWithLocation(root))
      message.handled = true
    },
  })
  if (isUpdate && apiReportChanged) console.log(`${manifest.name}: api/${report} is new`)
  return faults
}

function* listAllFaults(): Generator<string> {
  for (const entry of listPublishedPackages()) {
    const apiFolder = join(entry.folder, 'api')
    const reports = listReports(entry)
    mkdirSync(apiFolder, { recursive: true })
    for (const [report, types] of reports)
      for (const fault of listFaults(entry, report, types)) yield `${entry.manifest.name}: api/${report}: ${fault}`
    for (const file of readdirSync(apiFolder).filter((file) => !reports.some(([report]) => report === file))) {
      if (isUpdate) rmSync(join(apiFolder, file))
      else yield `${entry.manifest.name}: api/${file} is of no entry`
    }
  }
}

try {
  const faults = [...listAllFaults()]
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) console.error('If the change is meant: npx -y pnpm@12.21.0 check:api --update')
  process.exitCode = faults.length > 0 ? 1 : 0
} finally {
  rmSync(temporaryFolder, { recursive: true, force: true })
}
