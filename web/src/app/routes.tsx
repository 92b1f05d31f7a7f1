/** Which page an address means. A page is a component that a console brings; it is loaded when somebody goes there. */
import { type ComponentType, lazy } from 'react';

export interface Route {
  /** wouter's pattern: `/w/:space/d/:document`. */
  path: string;
  page: ComponentType;
  /** Whether it can be seen before somebody chose to be a guest or to sign in. */
  open?: boolean;
  /** The name under which it is counted where a person agreed to telemetry. */
  name: string;
}

const account = (name: 'Welcome' | 'SignIn' | 'ResetPassword' | 'VerifyEmail' | 'AcceptInvite'): ComponentType =>
  lazy(async () => ({ default: (await import('../account/pages'))[name] }));

export const routes: Route[] = [
  { path: '/', page: lazy(async () => ({ default: (await import('../documents/Workspaces')).Workspaces })), name: 'workspaces' },
  { path: '/w/:space', page: lazy(async () => ({ default: (await import('../documents/Workspace')).Workspace })), name: 'workspace' },
  { path: '/w/:space/d/:document', page: lazy(async () => ({ default: (await import('../documents/DocumentPage')).DocumentPage })), name: 'document' },
  { path: '/w/:space/trash', page: lazy(async () => ({ default: (await import('../documents/Trash')).Trash })), name: 'trash' },
  { path: '/w/:space/settings', page: lazy(async () => ({ default: (await import('../documents/WorkspaceSettings')).WorkspaceSettings })), name: 'workspace-settings' },
  { path: '/settings/:section?', page: lazy(() => import('../settings/Settings')), name: 'settings' },
  { path: '/welcome', page: account('Welcome'), open: true, name: 'welcome' },
  { path: '/sign-in', page: account('SignIn'), open: true, name: 'sign-in' },
  { path: '/reset-password', page: account('ResetPassword'), open: true, name: 'reset-password' },
  { path: '/verify-email', page: account('VerifyEmail'), open: true, name: 'verify-email' },
  { path: '/invites/:token', page: account('AcceptInvite'), open: true, name: 'accept-invite' },
];
