import './schemas.ts';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { countRequests } from './app/offline.ts';
import { connectHost } from './host/index.ts';
import { applyTheme } from './state/theme.ts';

applyTheme();
const root = createRoot(document.getElementById('root') as HTMLElement);

connectHost().then(
  (host) => {
    // In a browser the page sees every stopped request itself; the desktop stops some before the page knows of them.
    countRequests(host.kind === 'desktop' ? () => host.requestsBlocked() : null);
    root.render(<App host={host} />);
  },
  (error: unknown) => root.render(<App failure={error} />),
);
