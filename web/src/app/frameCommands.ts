/** The commands that are there on every page. */
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { type Command, useCommands } from './commands';
import { install, useCanInstall } from './install';
import { askToSignOut, openPalette, openShortcuts } from './overlay';
import { usePerson } from './person';
import { useSessionState } from './session';
import { chooseTheme, toggleTheme } from './theme';

export function useFrameCommands(): void {
  const [, navigate] = useLocation();
  const { who, engine } = usePerson();
  const ended = useSessionState() === 'ended';
  const installable = useCanInstall();
  useCommands(useMemo(() => {
    const go = (href: string) => (): void => { navigate(href); };
    const commands: Command[] = [
      { id: 'shortcuts', title: 'Show keyboard shortcuts', group: 'Help', keys: '?', run: openShortcuts },
      { id: 'theme', title: 'Switch between light and dark', group: 'Appearance', run: () => { void toggleTheme(); } },
      { id: 'theme-system', title: 'Light or dark as the system says', group: 'Appearance', run: () => { void chooseTheme('system'); } },
    ];
    if (installable) commands.push({ id: 'install', title: 'Install Holdfast on this device', group: 'This device', run: () => { void install(); } });
    if (who === null) return [...commands, { id: 'sign-in', title: 'Sign in', group: 'Account', run: go('/sign-in') }];
    commands.push(
      { id: 'palette', title: 'Search documents and commands', group: 'Go to', keys: 'mod+k', run: openPalette },
      { id: 'go-workspaces', title: 'Workspaces', group: 'Go to', keys: 'alt+w', run: go('/') },
      { id: 'go-settings', title: 'Settings', group: 'Go to', keys: 'mod+,', run: go('/settings') },
    );
    if (who === 'guest') commands.push({ id: 'sign-in', title: 'Sign in to sync', group: 'Account', run: go('/sign-in') });
    else {
      commands.push({ id: 'sync', title: 'Sync now', group: 'Account', run: () => { engine.kick(); } });
      if (ended) commands.push({ id: 'sign-in', title: 'Sign in again', group: 'Account', run: go('/sign-in') });
      commands.push({ id: 'sign-out', title: 'Sign out…', group: 'Account', run: askToSignOut });
    }
    return commands;
  }, [navigate, who, engine, ended, installable]));
}
