/** The bytes of attachments, as far as this browser has them. */
import type { LocalDatabase } from '../local/database';
import { fileOf } from '../sync/files';

/** What may be shown as a picture; all others are offered as downloads. */
const PICTURE = /^image\/(png|jpeg|gif|webp|avif|bmp|svg\+xml)$/;

/** Shown in a window of their own: nothing of these runs. */
const OPENED = /^(image\/(png|jpeg|gif|webp|avif|bmp)|application\/pdf|text\/plain)$/;

export const isPicture = (contentType: string): boolean => PICTURE.test(contentType);

/** An address for an `<img>`; null where the picture isn't here or isn't one. The caller revokes it. */
export async function pictureAddress(db: LocalDatabase, id: string): Promise<string | null> {
  const row = await db.attachments.get(id);
  if (row === undefined || !isPicture(row.contentType)) return null;
  const blob = await fileOf(db, id).catch(() => null);
  return blob === null ? null : URL.createObjectURL(new Blob([blob], { type: row.contentType }));
}

/** Gives a file to the person. */
export async function openFile(db: LocalDatabase, id: string): Promise<void> {
  const row = await db.attachments.get(id);
  if (row === undefined) throw new Error('This file is not here any more.');
  const blob = await fileOf(db, id);
  if (OPENED.test(row.contentType)) {
    const address = URL.createObjectURL(new Blob([blob], { type: row.contentType }));
    window.open(address, '_blank', 'noopener');
    setTimeout(() => { URL.revokeObjectURL(address); }, 60_000);
  } else {
    saveAs(blob, row.fileName);
  }
}

export async function downloadFile(db: LocalDatabase, id: string): Promise<void> {
  const row = await db.attachments.get(id);
  if (row === undefined) throw new Error('This file is not here any more.');
  const blob = await fileOf(db, id);
  saveAs(blob, row.fileName);
}

export function saveAs(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => { URL.revokeObjectURL(address); }, 60_000);
}
