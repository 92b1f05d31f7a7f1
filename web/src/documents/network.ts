/** Whether the server can be asked for what only it has (versions, people, links, the trash), and in words why not. */
import { useSyncExternalStore } from 'react';
import { usePerson } from '../app/person';

export interface Network { ready: boolean; why: string | null }

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

export function useNetwork(): Network {
  const { who } = usePerson();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  if (who === null || who === 'guest') return { ready: false, why: 'This needs an account. Sign in to sync, and what you wrote comes along.' };
  return online ? { ready: true, why: null } : { ready: false, why: 'This needs the network, and there is none just now.' };
}
