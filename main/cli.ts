import { parseArgs } from 'node:util'
import { Problem } from '../kernel/problem.ts'
import { readSettings } from '../platform/config/index.ts'
import { createLogger } from '../platform/logging/index.ts'
import type { Command } from './commands/command.ts'
import { exportCommand } from './commands/export.ts'
import { importCatalogueCommand } from './commands/import-catalogue.ts'
import { replay } from './commands/replay.ts'
import { simulate } from './commands/simulate.ts'
import { verify } from './commands/verify.ts'
import { openProvince, root } from './province.ts'
import { sentenceOf } from './sentences.ts'

const COMMANDS: readonly Command[] = [replay, verify, exportCommand, importCatalogueCommand, simulate]

function help(): string {
  return [
    'Usage: ./thong-suot COMMAND …    (each with --help, and with --json for machines)',
    '',
    ...COMMANDS.map(({ usage }) => `  ./thong-suot ${usage}`),
    '',
  ].join('\n')
}

function progressOn(stream: NodeJS.WriteStream): (line: string) => void {
  if (!stream.isTTY) return () => undefined
  let last = 0
  return (line) => {
    if (Date.now() - last < 100) return
    last = Date.now()
    stream.write(`\r\u001B[K${line}`)
  }
}

async function run(): Promise<number> {
  const [name, ...rest] = process.argv.slice(2)
  if (name === undefined || name === '--help' || name === '-h') {
    console.log(help())
    return 0
  }
  const command = COMMANDS.find((one) => one.name === name)
  if (command === undefined) throw new Problem('invalid', 'cli.unknown-command', { meta: { name } })
  const parsed = parseArgs({
    args: rest,
    options: { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean' } },
    allowPositionals: true,
  })
  const { json, help: helpWanted, ...options } = parsed.values
  if (helpWanted === true) {
    console.log(`Usage: ./thong-suot ${command.usage}\n\n${command.help}\n`)
    return 0
  }
  const settings = readSettings(process.env, root)
  const logger = createLogger({ level: 'warn' })
  const progress = progressOn(process.stderr)
  const province = await openProvince({ settings, logger, clock: () => new Date(), progress })
  try {
    const { summary, failed } = await command.run({
      province,
      settings,
      logger,
      words: parsed.positionals,
      options,
      progress,
      say: (line) => {
        if (process.stderr.isTTY) process.stderr.write('\r\u001B[K')
        console.log(line)
      },
    })
    if (json === true) console.log(JSON.stringify(summary))
    return failed === true ? 1 : 0
  } finally {
    await province.close()
  }
}

run().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(isUsage(error) ? `${error.message}\n\n${help()}` : sentenceOf(error))
    process.exitCode = 1
  },
)

function isUsage(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
