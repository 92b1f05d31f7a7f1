/** What mailed links and sign-ins at another place leave in the address; it is taken off at once, before a page is drawn. */

let token: string | null = null;

const MAILED = /^\/(reset-password|verify-email)\/?$/;
const INVITED = /^\/invites\/([^/]+)\/?$/;

/** Takes the token of a mailed link off the address: a token belongs in no history. */
export function takeTokens(): void {
  const invited = INVITED.exec(location.pathname);
  if (invited?.[1] !== undefined && invited[1] !== 'accept') {
    token = decodeURIComponent(invited[1]);
    history.replaceState(null, '', '/invites/accept');
  } else if (MAILED.test(location.pathname)) {
    token = new URLSearchParams(location.hash.slice(1)).get('token');
    history.replaceState(null, '', location.pathname);
  } else {
    // A reload while somebody signs in to accept an invitation must not lose it; the tab's memory ends with the tab.
    token = remembered(INVITATION);
  }
  if (location.pathname === '/invites/accept') {
    token ??= remembered(INVITATION);
    if (token !== null) remember(INVITATION, token);
  }
}

const INVITATION = 'holdfast.invitation';
const RETURN = 'holdfast.return';

/** The token of the link that led here; null where there was none or it is spent. */
export const mailedToken = (): string | null => token;

export function spendToken(): void {
  token = null;
  remember(INVITATION, null);
}

/** Where a sign-in at another place sends the browser back to: its cookie is there already. */
const RETURNED = '#/signed-in';

export function comeBack(): void {
  if (location.hash !== RETURNED) return;
  intent = parsed(remembered(RETURN));
  remember(RETURN, null);
  history.replaceState(null, '', '/sign-in?returned=1');
}

export interface Intent { then: string; bring: boolean }

/** Remembers what was wanted before the browser goes to another place to sign in. */
export const keepIntent = (intent: Intent): void => { remember(RETURN, JSON.stringify(intent)); };

let intent: Intent = { then: '/', bring: false };

/** What was wanted before. */
export const keptIntent = (): Intent => intent;

function parsed(kept: string | null): Intent {
  const { then, bring } = (kept === null ? {} : JSON.parse(kept)) as Partial<Intent>;
  return { then: ownPath(then), bring: bring === true };
}

/** A path of this page, whatever an address asks for: no other site, no page that would send back here. */
export function ownPath(wanted: string | null | undefined): string {
  if (wanted === null || wanted === undefined || !/^\/(?![/\\])/.test(wanted) || /^\/(sign-in|welcome)/.test(wanted)) return '/';
  return wanted;
}

function remember(name: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing forgets it at the next reload.
  }
}

function remembered(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}
