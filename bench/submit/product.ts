import { openProvince, root } from '../../main/province.ts'
import { serve } from '../../main/serve.ts'
import { readSettings } from '../../platform/config/index.ts'
import { listen } from '../../platform/http/index.ts'
import { createLogger } from '../../platform/logging/index.ts'
import { answerParent } from '../child.ts'

export interface ProductQuestion {
  readonly dataDir: string
  readonly port: number
  /** A database that is there; the one in `dataDir` where absent. */
  readonly databaseUrl?: string
}

/** Counted as ever, and never reached: the load comes from few citizens. */
const MANY = 1_000_000_000
const limits = { general: MANY, 'sign-in': MANY, 'look-up': MANY, 'not-found': MANY }

const opened: (() => Promise<void>)[] = []

async function start({ dataDir, port, databaseUrl }: ProductQuestion): Promise<void> {
  const environment = {
    DATA_DIR: dataDir,
    PORT: String(port),
    PROVINCE_MODE: 'demo',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  }
  const settings = readSettings(environment, root)
  const logger = createLogger({ level: settings.logLevel })
  const progress = () => undefined
  const province = await openProvince({ settings, logger, clock: () => new Date(), progress })
  opened.push(() => province.close())
  const publicUrl = new URL(settings.publicUrl)
  const served = await serve({ province, publicUrl, logger, environment, limits, progress })
  opened.push(() => served.close())
  await listen(served.app, { port, host: '127.0.0.1' })
}

answerParent(start, async () => {
  for (const close of opened.toReversed()) await close()
})
