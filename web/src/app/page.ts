/** What a page puts into the frame around it: the title of the window, the trail that leads to it, and its own buttons in the bar. */
import { type ReactNode, useEffect, useLayoutEffect, useSyncExternalStore } from 'react';

export interface PageFrame {
  /** The last part of the trail, and the window's title. */
  title: string;
  /** What leads to it, outermost first. */
  trail?: readonly { label: string; href: string }[];
  /** Buttons of the page, at the end of the bar. */
  actions?: ReactNode;
}

const NOTHING: PageFrame = { title: '' };

let shown: PageFrame = NOTHING;
const listeners = new Set<() => void>();

function publish(frame: PageFrame): void {
  shown = frame;
  for (const listener of listeners) listener();
}

/** Says what the bar shows while the calling component is on the page. May be called with other values at each render. */
export function usePage(frame: PageFrame): void {
  const { title } = frame;
  useLayoutEffect(() => { publish(frame); });
  useLayoutEffect(() => () => { publish(NOTHING); }, []);
  useEffect(() => { document.title = title === '' ? 'Holdfast' : `${title} · Holdfast`; }, [title]);
}

export const usePageFrame = (): PageFrame =>
  useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => shown);
