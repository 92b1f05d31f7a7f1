/** From a begun session to the account's local copy: with the guest's documents, where they are wanted. */
import Dexie from 'dexie';
import { useCallback, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { noteRoom } from '../app/storage';
import type { Account } from '../api/types';
import { LocalDatabase } from '../local/database';
import { useDoors } from '../app/person';

/** How many documents a guest has in this browser; null until it is known. */
export function useGuestDocuments(): number | null {
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => {
    let gone = false;
    void countGuest().catch(() => 0).then((found) => { if (!gone) setCount(found); });
    return () => { gone = true; };
  }, []);
  return count;
}

async function countGuest(): Promise<number> {
  if (!(await Dexie.exists('holdfast-guest'))) return 0;
  const db = new LocalDatabase('guest');
  try {
    return await db.documents.count();
  } finally {
    db.close();
  }
}

export interface Entering {
  guestDocuments: number;
  /** Whether all is known that the page must show. */
  ready: boolean;
  bring: boolean;
  setBring: (bring: boolean) => void;
  /** Opens the account's copy; throws where the guest's documents could not be carried over. */
  enter: (account: Account) => Promise<void>;
  /** Goes to where somebody wanted to be. */
  goOn: () => void;
}

export function useEntering(then: string, wanted = true): Entering {
  const { enter: open } = useDoors();
  const [, navigate] = useLocation();
  const guestDocuments = useGuestDocuments();
  const [bring, setBring] = useState(wanted);
  const enter = useCallback(async (account: Account) => {
    try {
      await open(account, bring && (guestDocuments ?? 0) > 0);
    } catch (cause) {
      noteRoom(cause);
      throw cause;
    }
  }, [open, bring, guestDocuments]);
  return { guestDocuments: guestDocuments ?? 0, ready: guestDocuments !== null, bring, setBring, enter, goOn: () => { navigate(then, { replace: true }); } };
}
