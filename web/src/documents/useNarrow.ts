/** Whether two sheets have no room beside each other: as in documents.css. */
import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 62rem)');

export const useNarrow = (): boolean =>
  useSyncExternalStore((listener) => { narrow.addEventListener('change', listener); return () => { narrow.removeEventListener('change', listener); }; }, () => narrow.matches);
