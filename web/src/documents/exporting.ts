/** A workspace as a zip of its files, made in this browser from what it has: without a network, and without an account. */
import { downloadZip } from 'client-zip';
import type { AttachmentRow, DocumentRow, LocalDatabase, SpaceRow } from '../local/database';
import { entryNames } from './entryNames';

const AT = new Date(1980, 1, 1);

export interface Exported { blob: Blob; documents: number; files: number; /** Files whose bytes this browser doesn't have. */ missing: string[] }

interface Entry { name: string; input: Blob | string }

/** Documents by their paths, and the attachments that are here below `attachments/`. Reads texts in portions, so that memory holds one portion at a time. */
export async function exported(db: LocalDatabase, space: SpaceRow, progress: (done: number, of: number) => void = () => undefined): Promise<Exported> {
  const documents = (await db.documents.where('spaceId').equals(space.id).toArray()).sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : a.id < b.id ? -1 : 1));
  const attachments = await db.attachments.where('spaceId').equals(space.id).toArray();
  const names = entryNames([...documents.map((row) => ({ title: row.title, kind: row.contentType })), ...attachments.map((row) => ({ title: `attachments/${row.fileName}`, kind: null }))]);
  const missing: string[] = [];
  let files = 0;

  async function* entries(): AsyncGenerator<Entry> {
    let done = 0;
    for (let at = 0; at < documents.length; at += 100) {
      const rows: DocumentRow[] = documents.slice(at, at + 100);
      const texts = await db.texts.bulkGet(rows.map((row) => row.id));
      for (const [index, row] of rows.entries()) {
        progress(done++, documents.length + attachments.length);
        yield { name: names[at + index] ?? row.id, input: texts[index]?.content ?? '' };
      }
    }
    for (const [index, row] of attachments.entries()) {
      progress(done++, documents.length + attachments.length);
      const bytes: Blob | undefined = (await db.files.get(row.id))?.blob;
      if (bytes === undefined) { missing.push(nameOf(row)); continue; }
      files++;
      yield { name: names[documents.length + index] ?? row.id, input: bytes };
    }
  }

  const blob = await downloadZip(dated(entries())).blob();
  return { blob, documents: documents.length, files, missing };
}

const nameOf = (row: AttachmentRow): string => row.fileName;

async function* dated(entries: AsyncGenerator<Entry>): AsyncGenerator<Entry & { lastModified: Date }> {
  for await (const entry of entries) yield { ...entry, lastModified: AT };
}
