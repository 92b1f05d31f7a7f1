/** Keeps files with a document, within what is allowed. */
import { bytes, words } from '../app/format';
import { notify } from '../app/notices';
import type { DocumentRow, LocalDatabase } from '../local/database';
import type { Config } from '../api/types';
import type { WorkspaceService } from './WorkspaceService';
import { isPicture } from './files';

/** What a guest may keep in the browser, a file. */
export const GUEST_FILE_MAX = 50_000_000;
const DEFAULT_MAX = 512 * 1024 * 1024;

/** The largest file that may be attached here: the server's limit where it is known. */
export async function fileLimit(db: LocalDatabase): Promise<number> {
  if (db.guest) return GUEST_FILE_MAX;
  return (await db.note<Config>('config'))?.limits.uploadBytes ?? DEFAULT_MAX;
}

/** Attaches files and answers what stands for them in Markdown. Those that can't be kept are named. */
export async function attachAll(db: LocalDatabase, service: WorkspaceService, document: Pick<DocumentRow, 'id' | 'spaceId'>, files: readonly File[]): Promise<string> {
  const limit = await fileLimit(db);
  const inserted: string[] = [];
  for (const file of files) {
    if (file.size > limit) {
      notify(`“${file.name}” has ${bytes(file.size)}; ${bytes(limit)} are the most${db.guest ? ' without an account' : ''}.`);
      continue;
    }
    try {
      const named = file.name === '' || file.name === 'image.png' ? new File([file], pastedName(file, new Date()), { type: file.type }) : file;
      const row = await service.attach(document, named);
      inserted.push(`${isPicture(row.contentType) ? '!' : ''}[${row.fileName.replace(/[[\]\\]/g, '\\$&')}](attachment:${row.id})`);
    } catch (cause) {
      notify(`“${file.name}” could not be kept: ${cause instanceof DOMException && cause.name === 'QuotaExceededError' ? 'this browser has no room left' : words(cause)}`);
    }
  }
  return inserted.join('\n');
}

export function pastedName(file: { type: string }, at: Date): string {
  const ending = /^image\/(\w+)/.exec(file.type)?.[1]?.replace('jpeg', 'jpg') ?? 'bin';
  return `pasted ${at.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.')}.${ending}`;
}
