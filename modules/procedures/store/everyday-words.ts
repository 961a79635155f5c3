import { newId } from '../../../kernel/ids.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { EverydayWords } from '../contract/everyday-words.ts'

export interface StoredWords {
  readonly id: string
  readonly hash: string
}

/** Which words are in use; undefined where none ever were. */
export async function findLastWords(db: Db): Promise<StoredWords | undefined> {
  return await db.maybe<StoredWords>(
    'SELECT id, hash FROM everyday_words ORDER BY published_at DESC, id DESC LIMIT 1',
  )
}

export async function getWords(db: Db, id: string): Promise<EverydayWords> {
  const { words } = await db.one<{ words: EverydayWords }>('SELECT words FROM everyday_words WHERE id = $1', [
    id,
  ])
  return words
}

/** The id of what was saved. */
export async function saveWords(tx: Tx, at: Date, hash: string, words: EverydayWords): Promise<string> {
  const id = newId(at.getTime())
  await tx.run('INSERT INTO everyday_words (id, published_at, hash, words) VALUES ($1, $2, $3, $4::json)', [
    id,
    at,
    hash,
    JSON.stringify(words),
  ])
  return id
}
