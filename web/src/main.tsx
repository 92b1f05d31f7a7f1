import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { firstPerson, PersonProvider } from './app/person';
import './ui/tokens.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');

// A browser that lets a page keep nothing (some private windows) still shows it: nobody is here then.
const first = await firstPerson().catch(() => null);

createRoot(root).render(<StrictMode><PersonProvider first={first}><App /></PersonProvider></StrictMode>);
