/** Who uses this page: an account, a guest, or nobody yet; with the local database, its verbs and its engine. */
import { liveQuery } from 'dexie';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { Account } from '../api/types';
import * as session from '../api/session';
import { WorkspaceService } from '../documents/WorkspaceService';
import { LocalDatabase } from '../local/database';
import { device, deviceSettings, setDevice } from '../local/device';
import { Engine } from './engine';

export interface Person {
  /** Null until somebody chose to write without an account or signed in. */
  who: Account | 'guest' | null;
  db: LocalDatabase;
  service: WorkspaceService;
  engine: Engine;
}

interface Doors {
  person: Person;
  /** 'Use without account'. */
  useAsGuest(): Promise<void>;
  /** Opens an account's local copy after `session.begin`. `bring`: whether the guest's documents come along. */
  enter(account: Account, bring: boolean): Promise<void>;
  /** Signs out. `wipe`: whether the local copy goes too. */
  leave(wipe: boolean): Promise<void>;
  /** After the account was changed (its name, its address). */
  changed(account: Account): Promise<void>;
}

const PersonContext = createContext<Doors | null>(null);

function opened(who: Person['who']): Person {
  const db = new LocalDatabase(who === null || who === 'guest' ? 'guest' : who.id);
  const engine = new Engine(db);
  return { who, db, engine, service: new WorkspaceService(db, () => engine.online) };
}

export function PersonProvider({ first, children }: { first: Person['who']; children: ReactNode }) {
  const [person, setPerson] = useState(() => opened(first));
  const current = useRef(person);
  current.current = person;

  useEffect(() => {
    if (person.who === null || person.who === 'guest') return;
    person.engine.start();
    return () => { void person.engine.stop(); };
  }, [person]);

  const become = useCallback(async (who: Person['who']) => {
    await current.current.engine.stop();
    current.current.db.close();
    const next = opened(who);
    // Before the row is written, so that this tab doesn't take its own change for another one's.
    current.current = next;
    await setDevice('who', who);
    setPerson(next);
  }, []);

  useOtherTabs(current, setPerson);

  const doors = useMemo<Doors>(() => ({
    person,
    useAsGuest: () => become('guest'),
    async enter(account, bring) {
      if (bring) await (await import('../sync/guest')).bringGuestAlong(account.id);
      await become(account);
    },
    async leave(wipe) {
      const { db, engine } = current.current;
      await engine.stop();
      await session.leave();
      if (wipe) await db.delete();
      await become(null);
    },
    async changed(account) {
      await setDevice('who', account);
      setPerson((before) => ({ ...before, who: account }));
    },
  }), [person, become]);

  return <PersonContext value={doors}>{children}</PersonContext>;
}

/** Whoever signs in or out in one tab does so in all: the others open the same local copy. Their access token was another session's. */
function useOtherTabs(current: { current: Person }, setPerson: (next: (before: Person) => Person) => void): void {
  useEffect(() => {
    const following = liveQuery(() => device.settings.get('who')).subscribe({
      next: (row) => {
        const who = (row?.value ?? null) as Person['who'];
        const before = current.current;
        if (nameOf(who) === nameOf(before.who)) {
          if (who !== null && who !== 'guest' && JSON.stringify(who) !== JSON.stringify(before.who)) setPerson((person) => ({ ...person, who }));
          return;
        }
        session.drop();
        const next = opened(who);
        current.current = next;
        setPerson(() => next);
        void before.engine.stop().then(() => { before.db.close(); });
      },
      // A browser that keeps nothing has nothing to follow.
      error: () => undefined,
    });
    return () => { following.unsubscribe(); };
  }, [current, setPerson]);
}

const nameOf = (who: Person['who']): string | null => (who === null || who === 'guest' ? who : who.id);

export function useDoors(): Doors {
  const doors = useContext(PersonContext);
  if (doors === null) throw new Error('useDoors outside of PersonProvider');
  return doors;
}

export const usePerson = (): Person => useDoors().person;

export const firstPerson = async (): Promise<Person['who']> => (await deviceSettings()).who;
