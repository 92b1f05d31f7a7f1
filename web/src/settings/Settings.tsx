/** Everything about a person, their account and this device. */
import { type ComponentType } from 'react';
import { Link } from 'react-aria-components';
import { Redirect, useParams } from 'wouter';
import { usePage } from '../app/page';
import { usePerson } from '../app/person';
import { ButtonLink } from '../ui';
import { About } from './About';
import { AiKeys } from './AiKeys';
import { ApiKeys } from './ApiKeys';
import { Appearance } from './Appearance';
import { Device } from './Device';
import { Privacy } from './Privacy';
import { Profile } from './Profile';
import { Security } from './Security';
import { Sessions } from './Sessions';
import './settings.css';

interface Entry { id: string; label: string; page: ComponentType; account: boolean }

const SECTIONS: Entry[] = [
  { id: 'profile', label: 'Profile', page: Profile, account: true },
  { id: 'security', label: 'Signing in', page: Security, account: true },
  { id: 'sessions', label: 'Sessions', page: Sessions, account: true },
  { id: 'appearance', label: 'Appearance', page: Appearance, account: false },
  { id: 'device', label: 'This device', page: Device, account: false },
  { id: 'ai', label: 'AI keys', page: AiKeys, account: false },
  { id: 'privacy', label: 'Privacy', page: Privacy, account: false },
  { id: 'api-keys', label: 'API keys', page: ApiKeys, account: true },
  { id: 'about', label: 'About', page: About, account: false },
];

export default function Settings() {
  const { section } = useParams<{ section?: string }>();
  const { who } = usePerson();
  const account = who !== null && who !== 'guest';
  const entries = SECTIONS.filter((entry) => account || !entry.account);
  const shown = section === undefined ? entries[0] : entries.find(({ id }) => id === section);
  usePage({ title: shown?.label ?? 'Settings', trail: [{ label: 'Settings', href: '/settings' }] });
  if (shown === undefined) return SECTIONS.some(({ id }) => id === section) ? <NeedsAccount /> : <Redirect to="/settings" replace />;
  const Page = shown.page;
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label="Settings">
        <ul>{entries.map(({ id, label }) => <li key={id}><Link href={`/settings/${id}`} className="option" {...(id === shown.id ? { 'aria-current': 'page' } : {})}>{label}</Link></li>)}</ul>
      </nav>
      <div className="settings-page"><h1>{shown.label}</h1><Page /></div>
    </div>
  );
}

function NeedsAccount() {
  return <div className="page stack"><h1>This is part of an account</h1><p>You use Holdfast without one in this browser.</p><div className="row"><ButtonLink variant="primary" href="/sign-in">Sign in to sync</ButtonLink></div></div>;
}
