/** Checksums of docs/formats/change-feed.md: whether this copy is the server's. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { SpaceSum } from '../api/sync';
import type { LocalDatabase } from '../local/database';

export const etagOf = (content: string): string => bytesToHex(sha256(utf8ToBytes(content)));

export const fingerprint = (entity: string, id: string, version: number, etag: string | null): Uint8Array =>
  sha256(utf8ToBytes(`${entity}|${id}|${version}|${etag ?? ''}`));

/** The XOR of fingerprints and how many they are. */
export class Sum {
  private readonly bytes = new Uint8Array(32);
  count = 0;

  add(entity: string, id: string, version: number, etag: string | null): void {
    fingerprint(entity, id, version, etag).forEach((byte, at) => { this.bytes[at] = (this.bytes[at] ?? 0) ^ byte; });
    this.count++;
  }

  get hex(): string { return bytesToHex(this.bytes); }
}

/** As many fingerprints as fit into a few milliseconds. */
const SLICE = 500;

interface Held { spaceId: string; entity: string; id: string; version: number; etag: string | null }

/**
 * The spaces whose records here aren't the server's. Reads in one go, so that nothing changes meanwhile, and counts in slices, so that the page stays
 * smooth; `pause` gives way between them.
 */
export async function diverging(db: LocalDatabase, told: readonly SpaceSum[], pause: () => Promise<void>): Promise<string[]> {
  const held = await heldRecords(db);
  const sums = new Map<string, Sum>(told.map(({ spaceId }) => [spaceId, new Sum()]));
  for (let at = 0; at < held.length; at += SLICE) {
    for (const record of held.slice(at, at + SLICE)) sums.get(record.spaceId)?.add(record.entity, record.id, record.version, record.etag);
    if (at + SLICE < held.length) await pause();
  }
  return told.filter(({ spaceId, count, checksum }) => sums.get(spaceId)?.hex !== checksum || sums.get(spaceId)?.count !== count).map(({ spaceId }) => spaceId);
}

/** Every record that the feed has told of and not deleted, as it told it last. */
export function heldRecords(db: LocalDatabase): Promise<Held[]> {
  return db.transaction('r', [db.spaces, db.members, db.documents, db.attachments, db.others, db.queue], async () => {
    const [spaces, members, documents, attachments, others, queue] = await Promise.all([
      db.spaces.toArray(), db.members.toArray(), db.documents.toArray(), db.attachments.toArray(), db.others.toArray(), db.queue.filter((entry) => entry.entity === 'space').toArray()]);
    const unborn = new Set(queue.map((entry) => entry.recordId));
    const tell = (entity: string) => (row: { id: string; spaceId: string; version: number; etag: string | null }): Held => ({ entity, ...row });
    return [
      ...spaces.filter((row) => !unborn.has(row.id)).map((row) => tell('space')({ id: row.id, spaceId: row.id, version: row.version, etag: null })),
      ...members.map(tell('member')),
      ...documents.filter((row) => row.version > 0).map(tell('document')),
      ...attachments.filter((row) => row.version > 0).map(tell('attachment')),
      ...others.filter((row) => row.version > 0 || row.entity === 'space'),
    ];
  });
}
