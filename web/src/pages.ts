import * as api from './api';
import { el, marked, when } from './html';

/** A page: its title, the trail that leads to it, and what stands on it. */
export interface View { title: string; trail: Node[]; content: Node[] }

const link = (href: string, text: string): HTMLElement => el('a', { href }, text);

/** A list that asks for its next page when it is wanted. */
function list<T>(first: api.Page<T>, item: (entry: T) => HTMLElement, next: (cursor: string) => Promise<api.Page<T>>, nothing: string): Node[] {
  if (first.items.length === 0) return [el('p', { class: 'quiet' }, nothing)];
  const entries = el('ul', { class: 'list' }, ...first.items.map(item));
  let cursor = first.nextCursor;
  const more = el('button', { class: 'more', type: 'button', hidden: cursor === null, click: async () => {
    if (cursor === null) return;
    more.disabled = true;
    try {
      const page = await next(cursor);
      entries.append(...page.items.map(item));
      cursor = page.nextCursor;
      more.hidden = cursor === null;
    } finally {
      more.disabled = false;
    }
  } }, 'Show more');
  return [entries, more];
}

export async function workspaces(): Promise<View> {
  const item = (space: api.Workspace): HTMLElement => el('li', {}, el('a', { href: `#/w/${space.id}` },
    el('div', { class: 'name' }, space.name),
    el('div', { class: 'meta' }, `${space.role} · changed ${when(space.updatedAt)}`)));
  return {
    title: 'Workspaces',
    trail: [],
    content: [el('h1', {}, 'Workspaces'), ...list(await api.workspaces(null), item, api.workspaces,
      'No workspace yet. “./holdfast import markdown DIR --workspace NAME” brings a folder of Markdown in.')],
  };
}

export async function documents(id: string, search: string): Promise<View> {
  const [space, first] = await Promise.all([api.workspace(id), api.documents(id, search, null)]);
  const item = (entry: api.Summary): HTMLElement => el('li', {}, el('a', { href: `#/d/${entry.id}` },
    el('div', { class: 'name' }, entry.title),
    entry.snippet === undefined ? null : el('div', {}, marked(entry.snippet)),
    el('div', { class: 'meta' }, `changed ${when(entry.updatedAt)}`)));
  const field = el('input', { type: 'search', name: 'query', 'aria-label': `Search in ${space.name}`, placeholder: 'Search', value: search });
  const form = el('form', { class: 'search', role: 'search', submit: (event) => {
    event.preventDefault();
    location.hash = `#/w/${id}${field.value === '' ? '' : `?${new URLSearchParams({ query: field.value })}`}`;
  } }, field, el('button', { type: 'submit' }, 'Search'));
  return {
    title: space.name,
    trail: [link('#/', 'Workspaces')],
    content: [el('h1', {}, space.name), form, ...list(first, item, (cursor) => api.documents(id, search, cursor),
      search === '' ? 'No documents here yet.' : `Nothing found for “${search}”.`)],
  };
}

export async function reading(id: string): Promise<View> {
  const text = await api.document_(id);
  const [space, history, files] = await Promise.all([api.workspace(text.workspaceId), api.versions(id), api.attachments(id)]);
  const body = el('article', {});
  if (text.contentType === 'text/markdown') body.append((await import('./markdown')).rendered(text.content));
  else body.append(el('pre', {}, text.content));
  const content: Node[] = [el('h1', {}, text.title), el('p', { class: 'quiet' }, `Changed ${when(text.updatedAt)}`), body];
  if (files.items.length > 0) content.push(el('aside', {}, el('h2', {}, 'Attachments'),
    el('ul', {}, ...files.items.map((file) => el('li', {}, el('a', { href: '#', click: (event) => { event.preventDefault(); void save(file); } }, file.fileName),
      ` (${file.sizeBytes.toLocaleString()} bytes)`)))));
  if (history.items.length > 0) content.push(el('aside', {}, el('h2', {}, 'Versions'),
    el('ul', {}, ...history.items.map((version) => el('li', {}, [when(version.createdAt), version.kind, ...(version.title === text.title ? [] : [version.title])].join(' · '))))));
  return { title: text.title, trail: [link('#/', 'Workspaces'), document.createTextNode(' / '), link(`#/w/${space.id}`, space.name)], content };
}

async function save(file: api.Attachment): Promise<void> {
  const address = URL.createObjectURL(await api.download(file));
  el('a', { href: address, download: file.fileName }).click();
  URL.revokeObjectURL(address);
}

/** What went wrong, in the server's own words, and a way on. */
export function trouble(cause: unknown, again: () => void): View {
  const gone = cause instanceof api.Refusal && cause.status === 404;
  return { title: gone ? 'Not found' : 'Trouble', trail: [], content: [
    el('h1', {}, gone ? 'Nothing here' : 'That didn’t work'),
    el('p', { role: 'alert' }, cause instanceof Error ? cause.message : String(cause)),
    ...(gone ? [] : [el('p', {}, el('button', { type: 'button', click: again }, 'Try again'))]),
    el('p', {}, link('#/', 'Back to the workspaces'))] };
}

/** An address that the server has nothing at. */
export function nothing(): View {
  return { title: 'Not found', trail: [], content: [
    el('h1', {}, 'Nothing here'),
    el('p', {}, 'There is no page at this address. Perhaps a part of it got lost on the way.'),
    el('p', {}, link('/', 'To the workspaces'))] };
}

export async function signIn(entered: (user: api.Me) => void, notice = ''): Promise<View> {
  const { features } = await api.config();
  const email = el('input', { type: 'email', id: 'email', name: 'email', autocomplete: 'username', required: true });
  const password = el('input', { type: 'password', id: 'password', name: 'password', autocomplete: 'current-password', required: true, minlength: '10', maxlength: '128' });
  const code = el('input', { type: 'text', id: 'code', name: 'code', autocomplete: 'one-time-code', inputmode: 'numeric', required: true, maxlength: '10' });
  const trouble = el('p', { class: 'error', role: 'alert', hidden: true });
  let challenge = '';
  let forgotten = false;
  const submit = async (kind: 'login' | 'signup'): Promise<void> => {
    if (!form.reportValidity()) return;
    trouble.hidden = true;
    try {
      if (forgotten) {
        await api.forgotPassword(email.value);
        return form.replaceChildren(el('h1', {}, 'Look at your mail'),
          el('p', { role: 'status' }, `If an account has the address ${email.value}, a link that sets a new password is on its way to it.`));
      }
      entered(challenge === '' ? await api.enter(kind, email.value, password.value) : await api.enterSecond(challenge, code.value));
    } catch (e) {
      if (e instanceof api.Refusal && e.code === 'SECOND_FACTOR_REQUIRED') {
        challenge = e.challenge;
        return askForCode();
      }
      trouble.textContent = e instanceof Error ? e.message : String(e);
      trouble.hidden = false;
    }
  };
  const askForCode = (): void => {
    form.replaceChildren(el('h1', {}, 'Sign in to Holdfast'), trouble,
      el('div', { class: 'field' }, el('label', { for: 'code' }, 'Code of your second factor'), code),
      el('div', { class: 'row' }, el('button', { class: 'primary', type: 'submit' }, 'Sign in')));
    code.focus();
  };
  const askForAddress = (): void => {
    forgotten = true;
    form.replaceChildren(el('h1', {}, 'Set a new password'), trouble,
      el('p', {}, 'A link that sets one is mailed to the address of your account.'),
      el('div', { class: 'field' }, el('label', { for: 'email' }, 'E-mail'), email),
      el('div', { class: 'row' }, el('button', { class: 'primary', type: 'submit' }, 'Mail me the link')));
    email.focus();
  };
  const form = el('form', { class: 'card', submit: (event) => { event.preventDefault(); void submit('login'); } },
    el('h1', {}, 'Sign in to Holdfast'), trouble, notice === '' ? null : el('p', { role: 'status' }, notice),
    el('div', { class: 'field' }, el('label', { for: 'email' }, 'E-mail'), email),
    el('div', { class: 'field' }, el('label', { for: 'password' }, 'Password'), password),
    el('div', { class: 'row' }, el('button', { class: 'primary', type: 'submit' }, 'Sign in'),
      features.signup ? el('button', { type: 'button', click: () => { void submit('signup'); } }, 'Make an account') : null,
      el('button', { type: 'button', class: 'plain', click: askForAddress }, 'Forgot your password?')));
  return { title: 'Sign in', trail: [], content: [form] };
}
