import type { components } from './schema';

type Schemas = components['schemas'];

/** A list's page; `nextCursor` is null at its end. */
export interface Page<T> { items: T[]; nextCursor: string | null }

export type Role = 'owner' | 'member' | 'editor' | 'viewer';
export type ContentType = 'text/markdown' | 'application/json' | 'text/plain';

export type Config = Schemas['ConfigConfig'];
export type Account = Pick<Schemas['Me'], 'id' | 'email' | 'displayName' | 'createdAt'>;
export type Me = Schemas['Me'];
export type Workspace = Omit<Schemas['Workspace'], 'role' | 'aiMode'> & { role: Role; aiMode: 'byo' | 'proxy' };
export type Document = Schemas['Document'];
export type DocumentSummary = Schemas['DocumentSummary'];
export type Version = Schemas['Version'];
export type Attachment = Schemas['Attachment'];
export type Upload = Schemas['Upload'];
export type Link = Schemas['Link'];
export type Member = Omit<Schemas['MemberBody'], 'role'> & { role: Role };
export type Session = Schemas['Session'];
export type Passkey = Schemas['Passkey'];

/** What signing in answers. The refresh token travels as a cookie that scripts can't read. */
export interface Entered { accessToken: string; expiresIn: number; user: Account; recoveryCodes?: string[] }
