/**
 * Carries what a guest wrote into an account's local copy, once and only once.
 *
 * 1. Everything of the guest's is read in a transaction that no other tab can share (a change of the database's version closes theirs; what they had
 *    not stored yet they store before: `LocalDatabase.leaving`).
 * 2. It is written into the account's database in one transaction, under the same ids, with a note of what was carried.
 * 3. In another such transaction the guest's database is read again; if it is still the same, it is emptied there and then. If somebody wrote in between, it
 *    begins anew, and the note tells what is new.
 *
 * A crash anywhere leaves the guest's database, the account's copy, or both: repeated, it carries what the note doesn't have.
 */
import Dexie from 'dexie';
import { uuid } from '../local/ids';
import { type AttachmentRow, type DocumentRow, type FileRow, LocalDatabase, type SpaceRow, type TextRow } from '../local/database';
import { conflictTitle, WorkspaceService } from '../documents/WorkspaceService';
import { etagOf } from './checksum';
import { tables } from './reconcile';

/** What a guest has. */
interface Belongings { spaces: SpaceRow[]; documents: DocumentRow[]; texts: TextRow[]; attachments: AttachmentRow[]; files: FileRow[] }

const STORES = ['spaces', 'documents', 'texts', 'attachments', 'files'] as const;

/** The note of what was carried: a record's id, and a hash of what it was. */
const CARRIED = 'carried';

/** Somebody may write in another tab so often while it goes on. */
const TRIES = 20;

const GUEST = 'holdfast-guest';

export async function bringGuestAlong(accountId: string): Promise<void> {
  if (!(await Dexie.exists(GUEST))) return;
  const account = new LocalDatabase(accountId);
  try {
    let carried: string | null = null;
    for (let i = 0; i < TRIES; i++) {
      const expected: string | null = carried;
      // Emptied in the same transaction in which it was seen to be what was carried.
      const guest = await alone((belongings) => expected !== null && hashOf(belongings) === expected);
      const hash = hashOf(guest);
      if (hash === carried) {
        await Dexie.delete(GUEST);
        return;
      }
      await carry(account, guest);
      carried = hash;
    }
    throw new Error('What you wrote as a guest is being changed in another tab. Close that tab and sign in again.');
  } finally {
    account.close();
  }
}

/** Reads all in a transaction that nobody shares; empties it in there, if `done` says so. */
function alone(done: (belongings: Belongings) => boolean): Promise<Belongings> {
  return new Promise((resolve, reject) => {
    const probe = indexedDB.open(GUEST);
    probe.onerror = () => { reject(probe.error ?? new Error('The guest’s database can’t be opened.')); };
    probe.onsuccess = () => {
      const version = probe.result.version;
      probe.result.close();
      const opening = indexedDB.open(GUEST, version + 1);
      let belongings: Belongings | null = null;
      opening.onupgradeneeded = () => {
        const transaction = opening.transaction;
        if (transaction === null) return;
        const stores = STORES.map((name) => (opening.result.objectStoreNames.contains(name) ? transaction.objectStore(name) : null));
        const rows: unknown[][] = STORES.map(() => []);
        let left = stores.filter((store) => store !== null).length;
        const finish = (): void => {
          belongings = Object.fromEntries(STORES.map((name, at) => [name, rows[at]])) as unknown as Belongings;
          if (done(belongings)) for (const store of stores) store?.clear();
        };
        if (left === 0) finish();
        stores.forEach((store, at) => {
          if (store === null) return;
          const request = store.getAll();
          request.onsuccess = () => {
            rows[at] = request.result as unknown[];
            if (--left === 0) finish();
          };
        });
      };
      opening.onerror = () => { reject(opening.error ?? new Error('The guest’s database can’t be opened alone.')); };
      opening.onsuccess = () => {
        opening.result.close();
        if (belongings === null) reject(new Error('The guest’s database could not be read.'));
        else resolve(belongings);
      };
    };
  });
}

const hashOf = (guest: Belongings): string =>
  etagOf(JSON.stringify([
    guest.spaces.map((row) => [row.id, row.name]), guest.documents.map((row) => [row.id, row.spaceId, row.title]), guest.texts.map((row) => [row.id, row.content]),
    guest.attachments.map((row) => [row.id, row.documentId, row.fileName]), guest.files.map((row) => [row.id, row.blob.size]),
  ]));

function carry(account: LocalDatabase, guest: Belongings): Promise<void> {
  const service = new WorkspaceService(account);
  const texts = new Map(guest.texts.map((row) => [row.id, row.content]));
  const files = new Map(guest.files.map((row) => [row.id, row]));
  return account.transaction('rw', tables(account), async () => {
    const carried: Record<string, string> = (await account.note<Record<string, string>>(CARRIED)) ?? {};
    const at = new Date().toISOString();
    for (const space of guest.spaces) {
      if (carried[space.id] !== undefined || (await account.spaces.get(space.id)) !== undefined) continue;
      carried[space.id] = 'space';
      await account.spaces.add({ ...space, role: 'owner', version: 0 });
      await account.queue.add({ mutationId: uuid(), entity: 'space', op: 'create', recordId: space.id, spaceId: space.id, payload: null, queuedAt: at });
    }
    for (const document of guest.documents) {
      const content = texts.get(document.id) ?? '';
      const hash = etagOf(`${document.title}\n${content}`);
      if (carried[document.id] === hash) continue;
      await carryDocument(account, service, document, content, carried[document.id]);
      carried[document.id] = hash;
    }
    for (const row of guest.attachments) {
      const file = files.get(row.id);
      if (carried[row.id] !== undefined || file === undefined) continue;
      carried[row.id] = 'attachment';
      await account.attachments.put({ ...row, etag: null, version: 0, state: 'local', sent: 0, problem: null });
      await account.files.put(file);
    }
    await account.keep(CARRIED, carried);
  });
}

/** @param before the hash of what was carried of it before, if it was */
async function carryDocument(account: LocalDatabase, service: WorkspaceService, document: DocumentRow, content: string, before: string | undefined): Promise<void> {
  const there = await account.documents.get(document.id);
  if (before === undefined && there === undefined) {
    await account.documents.add({ ...document, etag: null, version: 0, dirty: 1, baseEtag: null, offline: 1, conflict: 0, updatedBy: null });
    await account.texts.put({ id: document.id, content });
    await account.queue.add({ mutationId: uuid(), entity: 'document', op: 'create', recordId: document.id, spaceId: document.spaceId, payload: null, queuedAt: new Date().toISOString() });
    return;
  }
  const text = there === undefined ? null : (await account.texts.get(document.id))?.content ?? '';
  if (there !== undefined && text === content && there.title === document.title) return;
  if (there !== undefined && etagOf(`${there.title}\n${text ?? ''}`) === before) {
    // Nobody touched it in the account since: what was written as a guest afterwards is an edit of it.
    await service.write(document.id, content);
    if (there.title !== document.title) await service.rename(document.id, document.title);
    return;
  }
  const spaceId = there?.spaceId ?? document.spaceId;
  await service.createDocument({ spaceId, title: conflictTitle(document.title, 'guest', new Date()), content, contentType: document.contentType });
}
