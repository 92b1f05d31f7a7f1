/** The two panes of a workspace: its documents, and what is open. On a phone one at a time. */
// `document` is the one that is open, '' for another page of the workspace, null for its first page, which on a phone is the tree.
import type { ReactNode } from 'react';
import { ButtonLink, Empty } from '../ui';
import { WorkspaceProvider } from './context';
import { useDocuments, useSpace, useSpaceId } from './reading';
import { TreePane } from './TreePane';
import './documents.css';

export function Frame({ document = null, children }: { document?: string | null; children: ReactNode }) {
  const id = useSpaceId();
  const space = useSpace(id);
  const documents = useDocuments(id);
  if (space === undefined || documents === undefined) return <div className="page-wait" />;
  if (space === null) {
    return <Empty title="This workspace isn’t here" actions={<ButtonLink href="/">All workspaces</ButtonLink>}><p>It was deleted, or isn’t yours to see, or hasn’t arrived in this browser yet.</p></Empty>;
  }
  return (
    <WorkspaceProvider space={space} documents={documents}>
      <div className={document === null ? 'panes' : 'panes reading'}>
        <TreePane current={document === '' ? null : document} />
        <div className="content-pane">{children}</div>
      </div>
    </WorkspaceProvider>
  );
}
