/** The bytes of attachments: from this browser where they are here, else from the server, kept for the next time. */
import { Problem } from '../api/http';
import { download } from '../api/uploads';
import type { LocalDatabase } from '../local/database';

/** Bytes that are kept of what can be fetched again. */
export const CACHE_MAX = 200_000_000;

/** Gives an attachment's bytes. Throws a `Problem` where they are neither here nor to be had. */
export async function fileOf(db: LocalDatabase, id: string, fetched: (id: string) => Promise<Blob> = download, max = CACHE_MAX): Promise<Blob> {
  const kept = await db.files.get(id);
  if (kept !== undefined) {
    void db.files.update(id, { usedAt: Date.now() }).catch(() => undefined);
    return kept.blob;
  }
  const row = await db.attachments.get(id);
  if (row !== undefined && row.state !== 'stored') throw new Problem(410, 'GONE', 'The file’s bytes are not in this browser any more.');
  const blob = await fetched(id);
  if (row !== undefined && blob.size <= max) {
    // A browser that is full shows the file all the same.
    await db.files.put({ id, blob, usedAt: Date.now() }).then(() => makeRoom(db, max)).catch(() => undefined);
  }
  return blob;
}

/** Drops what was used least recently, never what is here alone. */
async function makeRoom(db: LocalDatabase, max: number): Promise<void> {
  await db.transaction('rw', db.files, db.attachments, async () => {
    const alone = new Set(await db.attachments.where('state').notEqual('stored').primaryKeys());
    const kept = (await db.files.toArray()).filter((file) => !alone.has(file.id)).sort((a, b) => (b.usedAt ?? 0) - (a.usedAt ?? 0));
    let bytes = 0;
    await db.files.bulkDelete(kept.filter((file) => { bytes += file.blob.size; return bytes > max; }).map((file) => file.id));
  });
}
