/** The frame: who is here, which page is shown, what is said at the edge. */
import { Suspense, useEffect, useRef } from 'react';
import { RouterProvider } from 'react-aria-components';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { useFrameCommands } from './frameCommands';
import { Layout } from './Layout';
import { Notices } from './notices';
import { Overlays } from './Overlays';
import { usePerson } from './person';
import { type Route as PageRoute, routes } from './routes';
import { useSessionWatch } from './session';
import { useShortcuts } from './shortcuts';
import { noteDuration, notePage } from './telemetry';
import { Trouble } from './Trouble';
import { Empty } from '../ui';

export function App() {
  const [location, navigate] = useLocation();
  useSessionWatch();
  useFrameCommands();
  useShortcuts();
  useFocusAfterNavigation(location);

  return (
    <RouterProvider navigate={navigate}>
      <Layout>
        <Trouble at={location}>
          <Suspense fallback={<div className="page-wait" role="status"><span className="visually-hidden">Loading</span></div>}>
            <Switch>
              {routes.map((route) => <Route key={route.path} path={route.path}><Shown route={route} location={location} /></Route>)}
              <Route><Empty title="Nothing here"><p>There is no page at this address. Perhaps a part of it got lost on the way.</p></Empty></Route>
            </Switch>
          </Suspense>
        </Trouble>
      </Layout>
      <Overlays />
      <Notices />
    </RouterProvider>
  );
}

function Shown({ route: { page: Page, open, name }, location }: { route: PageRoute; location: string }) {
  const { who } = usePerson();
  const search = useSearch();
  useEffect(() => {
    const began = performance.now();
    notePage(name);
    return () => { noteDuration(name, performance.now() - began); };
  }, [name]);
  if (who === null && open !== true) return <Redirect to={location === '/' && search === '' ? '/welcome' : `/welcome?then=${encodeURIComponent(location + (search === '' ? '' : `?${search}`))}`} replace />;
  return <Page />;
}

/** After a page has changed a screen reader and the keyboard begin at its content; not at the first one, which the browser announces itself. */
function useFocusAfterNavigation(location: string): void {
  const before = useRef(location);
  useEffect(() => {
    if (before.current === location) return;
    before.current = location;
    document.getElementById('content')?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [location]);
}
