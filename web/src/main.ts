import * as api from './api';
import { el } from './html';
import * as mailed from './mailed';
import * as pages from './pages';

const bar = document.getElementById('bar') as HTMLElement;
const content = document.getElementById('content') as HTMLElement;
let user: api.Me | null = null;

function show(view: pages.View): void {
  document.title = `${view.title} · Holdfast`;
  const trail = view.trail.length === 0 ? null : el('span', { class: 'trail' }, ...view.trail);
  const who = user === null ? null : el('span', { class: 'who' }, el('span', { class: 'name' }, user.displayName ?? user.email ?? 'Signed in'),
    el('button', { type: 'button', click: () => { void api.leave().then(() => { user = null; return route(); }); } }, 'Sign out'));
  bar.replaceChildren(...[el('a', { class: 'brand', href: '/#/' }, 'Holdfast'), trail, who].filter((part) => part !== null));
  content.replaceChildren(...view.content);
  content.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

async function view(reader: api.Me): Promise<pages.View> {
  if (errand !== null) return mailed.invitation(errand.token, reader, (space) => { location.hash = `#/w/${space.id}`; });
  const [path = '', parameters = ''] = location.hash.replace(/^#/, '').split('?');
  const [, place, id = ''] = path.split('/');
  if (place === 'w') return pages.documents(id, new URLSearchParams(parameters).get('query') ?? '');
  if (place === 'd') return pages.reading(id);
  return pages.workspaces();
}

let asked = 0;

/** What the mailed link that led here is for, until it is done or the reader goes elsewhere. */
let errand = mailed.take();

const signIn = (notice = ''): Promise<pages.View> => pages.signIn((entered) => { user = entered; void route(); }, notice);

/** The page of an errand that needs nobody to be signed in; null where there is none. */
function errandPage(): pages.View | null {
  if (errand?.kind === 'reset-password') return mailed.newPassword(errand.token, () => void signInAnew());
  if (errand?.kind === 'verify-email') return mailed.confirmation(errand.token, () => { errand = null; show(mailed.confirmed()); });
  return null;
}

/** No cookie is tried after a reset: it ended its account's sessions, and whoever else is signed in here didn't ask for it. */
async function signInAnew(): Promise<void> {
  errand = null;
  user = null;
  try {
    show(await signIn('Your password is set. Sign in with it.'));
  } catch (e) {
    show(pages.trouble(e, () => void route()));
  }
}

/** Where a sign-in at another place sends the browser back to: its cookie is there already. */
const RETURNED = '#/signed-in';

async function route(): Promise<void> {
  const mine = ++asked;
  try {
    if (location.pathname !== '/' && location.pathname !== '/index.html') return show(pages.nothing());
    const mailedPage = errandPage();
    if (mailedPage !== null) return show(mailedPage);
    if (user === null && (location.hash === RETURNED || api.remembered()) && (await api.resume())) user = await api.me();
    const next = user === null ? await signIn(errand === null ? '' : 'Sign in to accept the invitation.') : await view(user);
    if (mine === asked) show(next);
  } catch (e) {
    if (e instanceof api.Refusal && e.status === 401) {
      user = null;
      return route();
    }
    if (mine === asked) show(pages.trouble(e, () => void route()));
  }
}

window.addEventListener('hashchange', () => {
  // The link that skips to the content leads nowhere else.
  if (location.hash.startsWith('#/')) errand = null;
  void route();
});
void route();
