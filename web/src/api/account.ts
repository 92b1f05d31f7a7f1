/** Accounts: ways in, and what belongs to a person. Beginning a session is in `session.ts`. */
import { get, patch, post, remove } from './http';
import type { Account, Config, Me, Page, Passkey, Session, Workspace } from './types';
import type { components } from './schema';

export type ApiKey = components['schemas']['ApiKey'];

let known: Promise<Config> | null = null;

/** What this server offers; asked once, and again after a failure. */
export function config(): Promise<Config> {
  known ??= get<Config>('/api/config', { renew: false }).catch((cause: unknown) => { known = null; throw cause; });
  return known;
}

export const me = (): Promise<Me> => get('/api/me');
/** What of an account this browser remembers. */
export const account = ({ id, email, displayName, createdAt }: Me): Account => ({ id, createdAt, email, displayName });
export const rename = (displayName: string | null): Promise<Me> => patch('/api/me', { displayName });
export const deleteAccount = (): Promise<void> => remove('/api/me');

export const forgotPassword = (email: string): Promise<void> => post('/api/auth/password/forgot', { email }, { renew: false });
export const resetPassword = (token: string, password: string): Promise<void> => post('/api/auth/password/reset', { token, password }, { renew: false });
export const changePassword = (current: string | null, password: string): Promise<void> => post('/api/auth/password/change', { current, password });
export const verifyEmail = (token: string): Promise<void> => post('/api/auth/verify-email', { token }, { renew: false });
export const sendVerification = (): Promise<void> => post('/api/auth/verify-email/send', {});
export const changeEmail = (email: string): Promise<void> => post('/api/auth/email/change', { email });
export const acceptInvite = (token: string): Promise<Workspace> => post(`/api/invites/${encodeURIComponent(token)}/accept`);

export interface Ceremony<T> { ceremonyId: string; publicKey: T }

export const passkeySignUpOptions = (who: { email?: string; displayName?: string }): Promise<Ceremony<PublicKeyCredentialCreationOptionsJSON>> =>
  post('/api/auth/passkeys/signup/options', who, { renew: false });
export const passkeyLoginOptions = (): Promise<Ceremony<PublicKeyCredentialRequestOptionsJSON>> => post('/api/auth/passkeys/login/options', {}, { renew: false });
export const passkeyRegisterOptions = (): Promise<Ceremony<PublicKeyCredentialCreationOptionsJSON>> => post('/api/auth/passkeys/register/options', {});
export const registerPasskey = (ceremonyId: string, credential: unknown, name: string): Promise<Passkey> => post('/api/auth/passkeys/register', { ceremonyId, credential, name });
export const passkeys = async (): Promise<Passkey[]> => (await get<Page<Passkey>>('/api/auth/passkeys')).items;
export const renamePasskey = (id: string, name: string): Promise<Passkey> => patch(`/api/auth/passkeys/${id}`, { name });
export const removePasskey = (id: string): Promise<void> => remove(`/api/auth/passkeys/${id}`);

export const newRecoveryCodes = async (): Promise<string[]> => (await post<{ codes: string[] }>('/api/auth/recovery-codes', {})).codes;
export const beginSecondFactor = (): Promise<{ secret: string; uri: string }> => post('/api/auth/totp', {});
export const confirmSecondFactor = (code: string): Promise<void> => post('/api/auth/totp/confirm', { code });
export const removeSecondFactor = (proof: { password?: string; code?: string }): Promise<void> => remove('/api/auth/totp', { body: proof });

export const sessions = async (): Promise<Session[]> => (await get<Page<Session>>('/api/auth/sessions')).items;
export const endSession = (id: string): Promise<void> => remove(`/api/auth/sessions/${id}`);
export const endOtherSessions = (): Promise<void> => remove('/api/auth/sessions');

export const apiKeys = async (): Promise<ApiKey[]> => (await get<Page<ApiKey>>('/api/api-keys')).items;
export const makeApiKey = (wanted: { name: string; scopes: string[]; spaceId?: string; expiresAt?: string }): Promise<ApiKey> => post('/api/api-keys', wanted);
export const deleteApiKey = (id: string): Promise<void> => remove(`/api/api-keys/${id}`);
