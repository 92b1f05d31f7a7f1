/** The frame: who is here, which page is shown, what is said at the edge. */
import { Suspense, useEffect } from 'react';
import { RouterProvider } from 'react-aria-components';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { Layout } from './Layout';
import { Notices } from './notices';
import { usePerson } from './person';
import { routes } from './routes';
import { Trouble } from './Trouble';
import { Empty } from '../ui';

export function App() {
  const [location, navigate] = useLocation();
  const { who } = usePerson();

  // After a page has changed a screen reader and the keyboard begin at its content.
  useEffect(() => { document.getElementById('content')?.focus({ preventScroll: true }); }, [location]);

  return (
    <RouterProvider navigate={navigate}>
      <Layout>
        <Trouble key={location}>
          <Suspense fallback={<div className="page-wait" role="status"><span className="visually-hidden">Loading</span></div>}>
            <Switch>
              {routes.map(({ path, page: Page, open }) => <Route key={path} path={path}>{who === null && open !== true ? <Redirect to={`/welcome?then=${encodeURIComponent(location)}`} replace /> : <Page />}</Route>)}
              <Route><Empty title="Nothing here"><p>There is no page at this address. Perhaps a part of it got lost on the way.</p></Empty></Route>
            </Switch>
          </Suspense>
        </Trouble>
      </Layout>
      <Notices />
    </RouterProvider>
  );
}
