/** What stands around every page: the bar with the brand, the person and what syncs. */
import type { ReactNode } from 'react';
import './app.css';

export function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <a className="skip" href="#content">Skip to the content</a>
      <main id="content" tabIndex={-1}>{children}</main>
    </>
  );
}
