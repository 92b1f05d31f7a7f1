import { Component, type ReactNode } from 'react';
import { Button, Empty } from '../ui';
import { words } from './format';
import { noteError } from './telemetry';

/** Catches what a page throws and says it; the rest of the frame goes on. Going elsewhere (`at`) begins anew. */
export class Trouble extends Component<{ at: string; children: ReactNode }, { at: string; cause: unknown }> {
  override state: { at: string; cause: unknown } = { at: this.props.at, cause: null };

  static getDerivedStateFromError(cause: unknown): { cause: unknown } { return { cause }; }

  static getDerivedStateFromProps({ at }: { at: string }, state: { at: string }): { at: string; cause: null } | null {
    return at === state.at ? null : { at, cause: null };
  }

  override componentDidCatch(cause: unknown): void { noteError(cause); }

  override render(): ReactNode {
    if (this.state.cause === null) return this.props.children;
    return (
      <Empty title="That didn’t work" actions={<Button onPress={() => { this.setState({ cause: null }); }}>Try again</Button>}>
        <p role="alert">{words(this.state.cause)}</p>
        <p>What you wrote is kept in this browser.</p>
      </Empty>
    );
  }
}
