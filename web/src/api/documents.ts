/** What of documents needs the server itself: versions, links, members, the trash, search. Documents' texts travel by the engine alone. */
import { all, ask, get, patch, post, query, remove } from './http';
import type { Document, DocumentSummary, Link, Member, Page, Role, Version, Workspace } from './types';

/** A whole list. */
export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

export const searchDocuments = (spaceId: string, text: string, signal: AbortSignal): Promise<Page<DocumentSummary>> =>
  get(`/api/workspaces/${spaceId}/documents${query({ query: text, limit: 50 })}`, { signal });

export const trashOf = (spaceId: string): AsyncGenerator<DocumentSummary> => all(`/api/workspaces/${spaceId}/documents${query({ deleted: true, limit: 200 })}`);
export const untrash = (id: string): Promise<Document> => post(`/api/documents/${id}/restore`);

export const currentDocument = (id: string): Promise<Document> => get(`/api/documents/${id}`);

export const versionsOf = (id: string, cursor: string | null = null): Promise<Page<Version>> => get(`/api/documents/${id}/versions${query({ limit: 50, cursor })}`);
export const versionOf = (id: string, version: string): Promise<Version> => get(`/api/documents/${id}/versions/${version}`);
export const snapshotOf = (id: string): Promise<Version> => post(`/api/documents/${id}/versions`);
export const restoreVersion = (id: string, version: string, etag: string): Promise<Document> =>
  post(`/api/documents/${id}/versions/${version}/restore`, undefined, { headers: { 'If-Match': `"${etag}"` } });

export const linksOf = (id: string): AsyncGenerator<Link> => all(`/api/documents/${id}/links${query({ limit: 200 })}`);
export const makeLink = (id: string, expiresAt: string | null): Promise<Link> => post(`/api/documents/${id}/links`, expiresAt === null ? {} : { expiresAt });
export const revokeLink = (id: string, link: string): Promise<void> => remove(`/api/documents/${id}/links/${link}`);

export interface Invited { id: string; email: string; role: Role; status: 'pending'; expiresAt: string }

export const membersOf = (spaceId: string): AsyncGenerator<Member> => all(`/api/workspaces/${spaceId}/members${query({ limit: 200 })}`);
export const invite = (spaceId: string, email: string, role: Role): Promise<Member | Invited> => post(`/api/workspaces/${spaceId}/members`, { email, role });
export const changeRole = (spaceId: string, userId: string, role: Role): Promise<Member> => patch(`/api/workspaces/${spaceId}/members/${userId}`, { role });
export const removeMember = (spaceId: string, userId: string): Promise<void> => remove(`/api/workspaces/${spaceId}/members/${userId}`);

export const changeWorkspace = (spaceId: string, changes: { name?: string; aiMode?: 'byo' | 'proxy' }): Promise<Workspace> => patch(`/api/workspaces/${spaceId}`, changes);
export const deleteWorkspace = (spaceId: string): Promise<void> => remove(`/api/workspaces/${spaceId}`);
export const restoreWorkspace = (spaceId: string): Promise<Workspace> => post(`/api/workspaces/${spaceId}/restore`);

export interface ExportJob {
  status: 'queued' | 'running' | 'completed' | 'failed' | 'canceled';
  progressPct: number;
  result: { url?: string };
  error?: { detail?: string };
}

export const beginExport = (spaceId: string): Promise<{ jobId: string }> => post(`/api/workspaces/${spaceId}/exports`);
export const jobOf = (id: string, signal: AbortSignal): Promise<ExportJob> => ask('GET', `/api/jobs/${id}`, { signal });
