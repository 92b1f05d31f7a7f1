import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { comeBack, takeTokens } from './account/address';
import { App } from './app/App';
import { watchInstall } from './app/install';
import { firstPerson, PersonProvider } from './app/person';
import { watchRoom } from './app/storage';
import { startTelemetry } from './app/telemetry';
import { showTheme } from './app/theme';
import { keepPage } from './app/updates';
import { deviceSettings } from './local/device';
import './ui/tokens.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');

// Before anything reads the address: a token belongs in no history, and a sign-in elsewhere leaves a mark in the hash.
takeTokens();
comeBack();
watchInstall();
watchRoom();

// A browser that lets a page keep nothing (some private windows) still shows it: nobody is here then.
const [first, settings] = await Promise.all([firstPerson().catch(() => null), deviceSettings().catch(() => null)]);
showTheme(settings?.theme ?? 'system');

createRoot(root).render(<StrictMode><PersonProvider first={first}><App /></PersonProvider></StrictMode>);
keepPage();
void startTelemetry().catch(() => undefined);
