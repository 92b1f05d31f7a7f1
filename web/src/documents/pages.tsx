/** The pages of documents, as `src/app/routes.tsx` names them. */
export { DocumentPage } from './DocumentPage';
export { Trash } from './Trash';
export { Workspace } from './Workspace';
export { Workspaces } from './Workspaces';
export { WorkspaceSettings } from './WorkspaceSettings';
