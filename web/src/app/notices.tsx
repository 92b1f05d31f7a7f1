/** Short words at the edge of the page: what was done, with a way back where there is one. */
import { useSyncExternalStore } from 'react';
import { Button, IconButton } from '../ui';

export interface Notice { id: number; text: string; action?: { label: string; run: () => void } }

let notices: Notice[] = [];
let next = 1;
const listeners = new Set<() => void>();

const publish = (now: Notice[]): void => { notices = now; for (const listener of listeners) listener(); };

/** Says something for eight seconds, or for as long as it has an action and isn't dismissed: twenty. */
export function notify(text: string, action?: Notice['action']): void {
  const notice: Notice = action === undefined ? { id: next++, text } : { id: next++, text, action };
  publish([...notices.slice(-3), notice]);
  setTimeout(() => { dismiss(notice.id); }, action === undefined ? 8_000 : 20_000);
}

const dismiss = (id: number): void => { publish(notices.filter((notice) => notice.id !== id)); };

export function Notices() {
  const shown = useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => notices);
  return (
    <div className="notices" role="status" aria-live="polite">
      {shown.map((notice) => (
        <div className="notice" key={notice.id}>
          <span>{notice.text}</span>
          {notice.action !== undefined && <Button onPress={() => { notice.action?.run(); dismiss(notice.id); }}>{notice.action.label}</Button>}
          <IconButton label="Dismiss" icon="close" onPress={() => { dismiss(notice.id); }} />
        </div>))}
    </div>
  );
}
