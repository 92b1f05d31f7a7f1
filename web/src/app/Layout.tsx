/** What stands around every page: a slim bar with brand, trail, the page's buttons, what syncs and who is here; below it what must be said. */
import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { Icon, IconButton } from '../ui';
import './app.css';
import { Banners } from './Banners';
import { openPalette } from './overlay';
import { usePageFrame } from './page';
import { usePerson } from './person';
import { PersonMenu } from './PersonMenu';
import { SyncState } from './SyncState';
import { keysText } from './commands';

export function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <a className="skip" href="#content">Skip to the content</a>
      <Bar />
      <Banners />
      <main id="content" tabIndex={-1}>{children}</main>
    </>
  );
}

function Bar() {
  const { who } = usePerson();
  const { title, trail = [], actions } = usePageFrame();
  return (
    <header className="bar">
      <Link className="brand" href="/" aria-label="Holdfast: to the workspaces"><Mark /><span className="brand-name">Holdfast</span></Link>
      <nav className="trail" aria-label="Where you are">
        <ol>
          {trail.map(({ label, href }) => <li key={href} className="trail-step"><Link href={href}>{label}</Link><Icon name="right" size={12} /></li>)}
          {title !== '' && <li className="trail-here" aria-current="page">{title}</li>}
        </ol>
      </nav>
      <div className="bar-end">
        {actions !== undefined && <div className="page-actions">{actions}</div>}
        {who !== null && <IconButton label={`Search and commands (${keysText('mod+k')})`} icon="search" onPress={openPalette} />}
        {who !== null && who !== 'guest' && <SyncState />}
        <PersonMenu />
      </div>
    </header>
  );
}

function Mark() {
  return <svg className="mark" width="22" height="22" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect width="32" height="32" rx="7" /><path d="M10 7v18M22 7v18M10 16h12" /></svg>;
}
