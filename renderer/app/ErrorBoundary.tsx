import { Component, type ReactNode } from 'react';
import { Button, ErrorNotice } from './controls/index.ts';

type Props = { children: ReactNode /** what stopped, e.g. "The screen Views" */; name: string };

/** Keeps a broken screen from taking the window with it; the case itself is safe, it lives in the engine. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <ErrorNotice
        error={this.state.error}
        effect={`${this.props.name} stopped. Nothing in the case was changed by this.`}
        choices={
          <Button size="small" onPress={() => this.setState({ error: null })}>
            Show it again
          </Button>
        }
      />
    );
  }
}
