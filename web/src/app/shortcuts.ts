/** Runs commands by their keys, wherever the focus is. */
import { useEffect } from 'react';
import { allCommands, type Command, matches } from './commands';

/** Whether a key without Ctrl or ⌘ is somebody's text. */
export function typing(target: EventTarget | null): boolean {
  const element = target as { tagName?: string; isContentEditable?: boolean; shadowRoot?: ShadowRoot | null } | null;
  if (element === null) return false;
  // The editor lives in a shadow root; its host is what the document sees.
  if (element.shadowRoot?.activeElement !== undefined && element.shadowRoot?.activeElement !== null) return true;
  return element.isContentEditable === true || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName ?? '');
}

/** The command that a key gives: the later of two with the same keys, as the later page knows more. */
export function commandFor(event: KeyboardEvent, commands: readonly Command[]): Command | null {
  const found = commands.filter((command) => command.keys !== undefined && matches(command.keys, event)).at(-1) ?? null;
  if (found === null) return null;
  const plain = !(found.keys ?? '').includes('mod') && !(found.keys ?? '').includes('alt');
  return plain && typing(event.target) ? null : found;
}

export function useShortcuts(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      // A dialog is a matter of its own; nothing behind it may happen.
      const found = document.querySelector('[role=dialog][data-modal], .veil') === null ? commandFor(event, allCommands()) : null;
      if (found === null) return;
      event.preventDefault();
      found.run();
    };
    document.addEventListener('keydown', listen);
    return () => { document.removeEventListener('keydown', listen); };
  }, []);
}
