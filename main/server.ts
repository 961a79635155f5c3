import { readSettings } from '../platform/config/index.ts'
import { listen } from '../platform/http/index.ts'
import { createLogger } from '../platform/logging/index.ts'
import { greeting } from './greeting.ts'
import { openProvince, root } from './province.ts'
import { sentenceOf } from './sentences.ts'
import { serve } from './serve.ts'
import { beginDemo } from './simulation/index.ts'

const development = process.argv.includes('--dev')

/** Starts everything and gives the way to stop it. */
async function start(): Promise<() => Promise<void>> {
  const settings = readSettings(process.env, root)
  const logger = createLogger({ level: settings.logLevel })
  const progress = (line: string) => console.log(`… ${line}`)
  const province = await openProvince({ settings, logger, clock: () => new Date(), progress })
  const closing: (() => Promise<void>)[] = [() => province.close()]
  const stop = async () => {
    for (const close of closing.toReversed()) await close()
  }
  try {
    await beginDemo(province, settings.demoDossiers, progress)
    const publicUrl = new URL(settings.publicUrl)
    const served = await serve({
      province,
      publicUrl,
      logger,
      environment: process.env,
      development,
      progress,
    })
    closing.push(() => served.close())
    await listen(served.app, settings)
    console.log(await greeting(province, publicUrl))
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

function giveUp(error: unknown): never {
  console.error(sentenceOf(error))
  process.exit(1)
}

const started = start()
let ending: Promise<void> | undefined
// One Ctrl-C arrives several times: from the terminal, from npm and from the bootstrap. None may cut the ending short.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    ending ??= started.then((stop) => stop()).then(() => process.exit(0), giveUp)
  })
}
started.catch(giveUp)
