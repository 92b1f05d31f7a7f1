/** Who is here, and the way to everything about them. */
import { useLocation } from 'wouter';
import { ActionMenu, ButtonLink, Icon, type MenuEntry } from '../ui';
import { keysText } from './commands';
import { askToSignOut, openShortcuts } from './overlay';
import { usePerson } from './person';
import { useSessionState } from './session';
import { toggleTheme } from './theme';

export function PersonMenu() {
  const { who } = usePerson();
  const [location, navigate] = useLocation();
  const ended = useSessionState() === 'ended';
  const go = (href: string) => (): void => { navigate(href); };
  if (who === null) return location === '/sign-in' || location === '/welcome' ? null : <ButtonLink variant="plain" href="/sign-in">Sign in</ButtonLink>;
  const shared: (MenuEntry | null)[] = [
    { id: 'settings', label: 'Settings', icon: 'settings', run: go('/settings') },
    { id: 'theme', label: 'Light or dark', icon: 'moon', run: () => { void toggleTheme(); } },
    { id: 'shortcuts', label: 'Keyboard shortcuts', icon: 'key', keys: keysText('?'), run: openShortcuts },
  ];
  if (who === 'guest') {
    return (
      <ActionMenu label="This browser only: settings and signing in" className="person" entries={[{ id: 'sign-in', label: 'Sign in to sync', icon: 'cloud', run: go('/sign-in') }, null, ...shared]}>
        <Icon name="user" /><span className="person-name">This browser only</span>
      </ActionMenu>
    );
  }
  const name = who.displayName ?? who.email ?? 'Your account';
  const out: MenuEntry = { id: 'sign-out', label: 'Sign out…', icon: 'back', run: askToSignOut };
  return (
    <ActionMenu label={`${name}: your account`} className="person" entries={[...(ended ? [{ id: 'sign-in', label: 'Sign in again', icon: 'cloud' as const, run: go('/sign-in') }, null] : []), ...shared, null, out]}>
      <span className="person-sign" data-sign={initials(name)} /><span className="person-name">{name}</span>
    </ActionMenu>
  );
}

export function initials(name: string): string {
  const [first = '', second = ''] = name.replace(/@.*/, '').split(/[\s._-]+/).filter((part) => part !== '');
  return ([...first][0] ?? '·').toUpperCase() + ([...second][0] ?? '').toUpperCase();
}
