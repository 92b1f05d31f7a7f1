/** Whether the server can be asked for what only it has (versions, people, links, the trash), and in words why not. */
import { usePerson } from '../app/person';
import { useOnline } from '../app/useOnline';

export interface Network { ready: boolean; why: string | null }

export function useNetwork(): Network {
  const { who } = usePerson();
  const online = useOnline();
  if (who === null || who === 'guest') return { ready: false, why: 'This needs an account. Sign in to sync, and what you wrote comes along.' };
  return online ? { ready: true, why: null } : { ready: false, why: 'This needs the network, and there is none just now.' };
}
