import { useState } from 'react';
import { Redirect, useLocation, useSearch } from 'wouter';
import { words } from '../app/format';
import { usePage } from '../app/page';
import { useDoors } from '../app/person';
import { Banner, Button, ButtonLink, Icon, type IconName } from '../ui';
import { ownPath } from './address';
import './account.css';

export function Welcome() {
  usePage({ title: '' });
  const { person, useAsGuest } = useDoors();
  const then = ownPath(new URLSearchParams(useSearch()).get('then'));
  const [, navigate] = useLocation();
  const [trouble, setTrouble] = useState<string | null>(null);
  if (person.who !== null) return <Redirect to={then} replace />;
  const begin = async (): Promise<void> => {
    try {
      await useAsGuest();
      navigate(then);
    } catch (cause) {
      setTrouble(`This browser keeps nothing for this page, so there is nowhere to write: ${words(cause)} In a private window, try an ordinary one.`);
    }
  };
  return (
    <div className="welcome">
      <div className="welcome-head">
        <h1>Write first. Everything else follows.</h1>
        <p>Documents that open at once, with or without a network, and stay yours.</p>
      </div>
      {trouble !== null && <Banner kind="danger">{trouble}</Banner>}
      <div className="welcome-ways">
        <section className="card welcome-way" aria-labelledby="way-guest">
          <h2 id="way-guest">Just begin</h2>
          <ul>
            <Point icon="check">No name, no address, nothing sent anywhere</Point>
            <Point icon="check">Everything works, also offline</Point>
            <Point icon="warn">Your documents are in this browser only. Clearing site data or a private window deletes them.</Point>
          </ul>
          <Button onPress={() => { void begin(); }}>Use without account</Button>
        </section>
        <section className="card welcome-way" aria-labelledby="way-account">
          <h2 id="way-account">On all your devices</h2>
          <ul>
            <Point icon="check">The same documents wherever you sign in</Point>
            <Point icon="check">Workspaces shared with others, files backed up</Point>
            <Point icon="check">Still works offline; what you wrote here before comes along</Point>
          </ul>
          <ButtonLink variant="primary" href={then === '/' ? '/sign-in' : `/sign-in?then=${encodeURIComponent(then)}`}>Sign in to sync</ButtonLink>
        </section>
      </div>
    </div>
  );
}

function Point({ icon, children }: { icon: IconName; children: string }) {
  return <li className={icon === 'warn' ? 'but' : ''}><Icon name={icon} /><span>{children}</span></li>;
}
