import { Component, type ReactNode } from 'react';
import { Button, Empty } from '../ui';
import { words } from './format';

/** Catches what a page throws and says it; the rest of the frame goes on. */
export class Trouble extends Component<{ children: ReactNode }, { cause: unknown }> {
  override state: { cause: unknown } = { cause: null };

  static getDerivedStateFromError(cause: unknown): { cause: unknown } { return { cause }; }

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
