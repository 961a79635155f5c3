/** Event logs (XES, IEEE 1849): cases lived elsewhere, taken in as dossiers at their own time and given back equal. */
export { logNameOf } from './declaration.ts'
export { exportLog } from './export.ts'
export { replayLog, type Replay } from './replay.ts'
