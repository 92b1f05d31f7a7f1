import * as api from './api';
import { el } from './html';
import type { View } from './pages';

/** What a mailed link is for, and the token that allows it. */
export interface Errand { kind: 'reset-password' | 'verify-email' | 'invites'; token: string }

/** Reads the errand off the address and takes it away from there: a token belongs in no history. Null where there is none. */
export function take(): Errand | null {
  const [, kind, rest = ''] = location.pathname.split('/');
  if (kind !== 'reset-password' && kind !== 'verify-email' && kind !== 'invites') return null;
  const token = kind === 'invites' ? rest : new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  if (token === '') return null;
  history.replaceState(null, '', '/');
  return { kind, token };
}

/** A card with one button. What the server refuses is said on it, in the server's words. */
function card(title: string, words: string, fields: Node[], action: string, act: () => Promise<void>): View {
  const trouble = el('p', { class: 'error', role: 'alert', hidden: true });
  const button = el('button', { class: 'primary', type: 'submit' }, action);
  const submit = async (): Promise<void> => {
    trouble.hidden = true;
    button.disabled = true;
    try {
      await act();
    } catch (e) {
      trouble.textContent = e instanceof Error ? e.message : String(e);
      trouble.hidden = false;
    } finally {
      button.disabled = false;
    }
  };
  const form = el('form', { class: 'card', submit: (event) => { event.preventDefault(); void submit(); } },
    el('h1', {}, title), trouble, el('p', {}, words), ...fields, el('div', { class: 'row' }, button));
  return { title, trail: [], content: [form] };
}

export function newPassword(token: string, done: () => void): View {
  const password = el('input', { type: 'password', id: 'new-password', name: 'new-password', autocomplete: 'new-password', required: true, minlength: '10', maxlength: '128' });
  return card('Set a new password', 'It has 10 to 128 characters. All sessions of your account end when it is set.',
    [el('div', { class: 'field' }, el('label', { for: 'new-password' }, 'New password'), password)],
    'Set the password', async () => { await api.resetPassword(token, password.value); done(); });
}

/** Nothing is confirmed before the button is pressed: programs that look through mail open links, too. */
export function confirmation(token: string, done: () => void): View {
  return card('Confirm your e-mail address', 'One press, and the address that this link was mailed to is confirmed as yours.', [],
    'Confirm', async () => { await api.verifyEmail(token); done(); });
}

export function confirmed(): View {
  return { title: 'Confirmed', trail: [], content: [
    el('h1', {}, 'Your e-mail address is confirmed'),
    el('p', {}, el('a', { href: '#/' }, 'To the workspaces'))] };
}

export function invitation(token: string, user: api.Me, done: (space: api.Workspace) => void): View {
  return card('You are invited', `You accept as ${user.email ?? user.displayName ?? 'the account that is signed in'}.`, [],
    'Accept', async () => { done(await api.acceptInvite(token)); });
}
