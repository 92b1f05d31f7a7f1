/** The frame's own dialogs, loaded when one is opened. */
import { lazy, Suspense } from 'react';
import { show, useOverlay } from './overlay';

const Palette = lazy(async () => ({ default: (await import('./Palette')).Palette }));
const Shortcuts = lazy(async () => ({ default: (await import('./Shortcuts')).Shortcuts }));
const SignOut = lazy(async () => ({ default: (await import('./SignOut')).SignOut }));

export function Overlays() {
  const open = useOverlay();
  const close = (): void => { show(null); };
  return (
    <Suspense fallback={null}>
      {open === 'palette' && <Palette onClose={close} />}
      {open === 'shortcuts' && <Shortcuts onClose={close} />}
      {open === 'sign-out' && <SignOut onClose={close} />}
    </Suspense>
  );
}
