/** The pages of documents, as `src/app/routes.tsx` names them. */
export function Workspaces() { return null; }
export function Workspace() { return null; }
export function DocumentPage() { return null; }
export function Trash() { return null; }
export function WorkspaceSettings() { return null; }
