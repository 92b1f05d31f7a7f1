import * as api from './api';
import { el } from './html';
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

function view(): Promise<pages.View> {
  const [path = '', parameters = ''] = location.hash.replace(/^#/, '').split('?');
  const [, place, id = ''] = path.split('/');
  if (place === 'w') return pages.documents(id, new URLSearchParams(parameters).get('query') ?? '');
  if (place === 'd') return pages.reading(id);
  return pages.workspaces();
}

let asked = 0;

/** Where a sign-in at another place sends the browser back to: its cookie is there already. */
const RETURNED = '#/signed-in';

async function route(): Promise<void> {
  const mine = ++asked;
  try {
    if (location.pathname !== '/' && location.pathname !== '/index.html') return show(pages.nothing());
    if (user === null && (location.hash === RETURNED || api.remembered()) && (await api.resume())) user = await api.me();
    const next = user === null ? await pages.signIn((entered) => { user = entered; void route(); }) : await view();
    if (mine === asked) show(next);
  } catch (e) {
    if (e instanceof api.Refusal && e.status === 401) {
      user = null;
      return route();
    }
    if (mine === asked) show(pages.trouble(e, () => void route()));
  }
}

window.addEventListener('hashchange', () => void route());
void route();
