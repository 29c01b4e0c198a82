import { Component, type ReactNode } from "react";

import { ProblemPanel } from "./problem-panel";

interface Props {
  /** A new value, such as another address, gives the children another chance. */
  resetOn?: string;
  children: ReactNode;
}

interface State {
  error: unknown;
  failedOn: string | undefined;
}

/** Shows what went wrong in place of the part of the page that broke. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, failedOn: undefined };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ resetOn }: Props, state: State): Partial<State> | null {
    if (resetOn === state.failedOn) return null;
    return { error: null, failedOn: resetOn };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <ProblemPanel error={error} onRetry={() => window.location.reload()} />;
  }
}
