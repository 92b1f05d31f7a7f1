import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { LocalDatabase } from '../local/database';
import { type Command, keysText, matches } from './commands';
import { findCommands, findDocuments } from './find';
import { initials } from './PersonMenu';
import { commandFor, typing } from './shortcuts';
import { outOfRoom } from './storage';
import { fit } from './telemetry';
import { summary } from './waiting';
import { NO_STATUS } from '../sync/status';

const key = (key: string, more: object = {}): KeyboardEvent => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: null, ...more }) as unknown as KeyboardEvent;
const command = (id: string, keys: string): Command => ({ id, title: id, group: 'Test', keys, run: () => undefined });

test('a shortcut is its keys and no others', () => {
  expect(matches('mod+k', key('k', { ctrlKey: true }))).toBe(true);
  expect(matches('mod+k', key('K', { ctrlKey: true, shiftKey: true }))).toBe(false);
  expect(matches('mod+k', key('k'))).toBe(false);
  expect(matches('?', key('?', { shiftKey: true }))).toBe(true);
  expect(keysText('mod+shift+e')).toBe('Ctrl+Shift+E');
});

test('a key without Ctrl is text while somebody types, and the later command wins', () => {
  const input = { tagName: 'INPUT' };
  const commands = [command('first', '?'), command('save', 'mod+s'), command('later', '?')];
  expect(commandFor(key('?', { shiftKey: true }), commands)?.id).toBe('later');
  expect(commandFor(key('?', { shiftKey: true, target: input }), commands)).toBeNull();
  expect(commandFor(key('s', { ctrlKey: true, target: input }), commands)?.id).toBe('save');
  expect(typing({ tagName: 'DIV', isContentEditable: true } as unknown as EventTarget)).toBe(true);
  expect(typing({ tagName: 'DIV', isContentEditable: false, shadowRoot: { activeElement: {} } } as unknown as EventTarget)).toBe(true);
});

test('documents are found by every word of their title, without accents, those that begin so first', async () => {
  const db = new LocalDatabase('finding');
  const row = (id: string, title: string, day: number) => ({
    id, spaceId: 's', title, contentType: 'text/markdown' as const, createdAt: '', updatedAt: `2026-01-0${day}`, updatedBy: null, etag: null, version: 0, size: 0, dirty: 0 as const, baseEtag: null, offline: 0 as const, conflict: 0 as const,
  });
  await db.documents.bulkAdd([row('a', 'Old/Café menu', 1), row('b', 'A plan for the café', 3), row('c', 'Menu', 2)]);
  expect((await findDocuments(db, 'cafe', 5)).map(({ id }) => id)).toEqual(['a', 'b']);
  expect((await findDocuments(db, 'menu old', 5)).map(({ id }) => id)).toEqual(['a']);
  expect((await findDocuments(db, '', 2)).map(({ id }) => id)).toEqual(['b', 'c']);
  expect(findCommands([command('Sync now', ''), command('Sign out', '')], 'SYNC test').map(({ id }) => id)).toEqual(['Sync now']);
});

test('the line in the bar says the most pressing thing', () => {
  const waiting = { status: { ...NO_STATUS, phase: 'idle' as const, lastAt: '2026-01-01' }, changes: 0, conflicts: 0, files: 0, failedFiles: 0 };
  expect(summary(waiting, 'held', true).text).toBe('All saved');
  expect(summary({ ...waiting, changes: 2 }, 'held', true).text).toBe('Saving…');
  expect(summary({ ...waiting, changes: 3 }, 'held', false).text).toBe('3 changes wait — offline');
  expect(summary({ ...waiting, changes: 1, status: { ...waiting.status, phase: 'offline' } }, 'held', true).text).toBe('1 change waits — offline');
  expect(summary({ ...waiting, conflicts: 2, changes: 3 }, 'held', true).text).toBe('2 documents need a decision');
  expect(summary({ ...waiting, conflicts: 2 }, 'ended', true).text).toBe('Signed out: sign in to go on syncing');
});

test('a full disk is known through whatever wraps it', () => {
  expect(outOfRoom(new DOMException('no', 'QuotaExceededError'))).toBe(true);
  expect(outOfRoom({ name: 'AbortError', inner: { name: 'QuotaExceededError' } })).toBe(true);
  expect(outOfRoom(new Error('Transaction aborted', { cause: { message: 'QuotaExceededError: no room' } }))).toBe(true);
  expect(outOfRoom(new Error('something else'))).toBe(false);
  const loop: { inner?: unknown } = {};
  loop.inner = loop;
  expect(outOfRoom(loop)).toBe(false);
});

test('a count holds names of ours alone', () => {
  expect(fit({ kind: 'page', name: 'document' })).toEqual({ kind: 'page', name: 'document' });
  expect(fit({ kind: 'page', name: '/w/0198/d/secret plan' })).toBeNull();
  expect(fit({ kind: 'error', name: 'Error: “my document” is gone' })).toEqual({ kind: 'error', name: 'error' });
  expect(fit({ kind: 'error', name: 'TypeError' })).toEqual({ kind: 'error', name: 'type-error' });
  expect(fit({ kind: 'duration', name: 'document', ms: 12.7 })).toEqual({ kind: 'duration', name: 'document', ms: 13 });
  expect(fit({ kind: 'duration', name: 'document', ms: 9e9 })?.ms).toBe(600_000);
});

test('initials come from names and addresses', () => {
  expect(initials('Ada Lovelace')).toBe('AL');
  expect(initials('brook@demo.example')).toBe('B');
  expect(initials('')).toBe('·');
});
