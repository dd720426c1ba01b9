import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { Host } from '../host/host.ts';
import { HostProvider } from '../state/client.tsx';
import { makeQueryClient } from '../state/queries.ts';
import { ErrorNotice } from './controls/index.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Shell } from './Shell.tsx';

type AppProps = { host: Host; failure?: undefined } | { host?: undefined; failure: unknown };

/** The page: providers around the shell, or what to do when no engine answers. */
export function App({ host, failure }: AppProps) {
  const [queries] = useState(makeQueryClient);
  if (!host) {
    return (
      <main style={{ maxWidth: 640, margin: '12vh auto', padding: 16 }}>
        <h1>The workbench could not start</h1>
        <ErrorNotice error={failure} effect="No case is open, and no file was changed." onRetry={() => location.reload()} />
      </main>
    );
  }
  return (
    <StrictMode>
      <I18nProvider locale="en-US">
        <HostProvider host={host}>
          <QueryClientProvider client={queries}>
            <ErrorBoundary name="The workbench">
              <Shell />
            </ErrorBoundary>
          </QueryClientProvider>
        </HostProvider>
      </I18nProvider>
    </StrictMode>
  );
}
