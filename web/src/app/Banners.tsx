/** What the frame must say above a page: that documents are in this browser only, that a session ended, that no room is left, that a new version is there. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { Banner, Button, ButtonLink, IconButton } from '../ui';
import { usePerson } from './person';
import { useSessionState } from './session';
import { askToKeep, isFull, keepingWords, noteRoom, onFull, room } from './storage';
import { useUpdate } from './updates';

/** The pages where somebody is about to sign in say this themselves. */
const QUIET_AT = /^\/(welcome|sign-in|reset-password|verify-email|invites)/;

export function Banners() {
  const { who } = usePerson();
  const [location] = useLocation();
  const ended = useSessionState() === 'ended';
  const quiet = QUIET_AT.test(location);
  return (
    <div className="banners">
      <Full />
      <Update />
      {who === 'guest' && !quiet && <Guest />}
      {who !== null && who !== 'guest' && ended && !quiet && (
        <Banner kind="warn" actions={<ButtonLink href={`/sign-in?then=${encodeURIComponent(location)}`}>Sign in</ButtonLink>}>
          Your session has ended. What you write stays in this browser and is synced when you sign in again.
        </Banner>)}
    </div>
  );
}

const DISMISSED = 'holdfast.guest-banner-dismissed';
const RETURNS_AFTER_MS = 24 * 3_600_000;

function dismissedLately(): boolean {
  try {
    return Date.now() - Number(localStorage.getItem(DISMISSED) ?? 0) < RETURNS_AFTER_MS;
  } catch {
    return false;
  }
}

/** Can be put away, and comes back a day later: what it says stays true. */
function Guest() {
  const [gone, setGone] = useState(dismissedLately);
  const [kept, setKept] = useState<boolean | null>(null);
  useEffect(() => { void askToKeep().then(({ persisted }) => { setKept(persisted); }); }, []);
  if (gone) return null;
  const dismiss = (): void => {
    try {
      localStorage.setItem(DISMISSED, String(Date.now()));
    } catch {
      // Then it is back at the next visit.
    }
    setGone(true);
  };
  return (
    <Banner actions={<><ButtonLink href="/sign-in">Sign in to sync</ButtonLink><IconButton label="Put this away until tomorrow" icon="close" onPress={dismiss} /></>}>
      <strong>Your documents are in this browser only.</strong> Clearing site data or a private window deletes them. <span className="guest-kept">{keepingWords(kept)}</span>
    </Banner>
  );
}

function Full() {
  const full = useSyncExternalStore(onFull, isFull);
  if (!full) return null;
  const again = async (): Promise<void> => {
    const { used, quota } = await room();
    if (used === null || quota === null || quota - used > 5_000_000) noteRoom(null);
  };
  return (
    <Banner kind="danger" actions={<><ButtonLink href="/settings/device">What takes room</ButtonLink><Button onPress={() => { void again(); }}>I made room</Button></>}>
      <strong>This browser has no room left.</strong> What you typed is still in the editor, but it could not be kept. Copy it or export it to a file before you close
      this page, then free disk space or remove attachments that are kept here.
    </Banner>
  );
}

function Update() {
  const update = useUpdate();
  if (update === null) return null;
  return <Banner actions={<Button onPress={update}>Reload</Button>}>A new version is ready. Reload when it suits you; nothing you wrote is lost.</Banner>;
}
