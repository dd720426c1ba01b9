import { PlugZap } from 'lucide-react';
import { useState } from 'react';
import type { ChokepointError } from '../../shared/case/error.ts';
import type { Host } from '../host/host.ts';
import { Button, EmptyState, ScreenHead } from './controls/index.ts';

/** Instead of everything else when the engine is gone: what happened, what is safe, and what to do next on this host. */
export function EngineGone({ reason, host }: { reason: ChokepointError; host: Host['kind'] }) {
  const [state, setState] = useState<'gone' | 'asking' | 'silent'>('gone');
  const again = async () => {
    setState('asking');
    // A page that is loaded from a host that has ended is the browser's own error page: ask before.
    const answers =
      host === 'desktop' ||
      (await fetch(location.href, { cache: 'no-store' }).then(
        ({ ok }) => ok,
        () => false,
      ));
    if (answers) location.reload();
    else setState('silent');
  };
  return (
    <>
      <ScreenHead title="The workbench has ended" />
      <div role="alert">
        <EmptyState
          icon={<PlugZap size={28} />}
          title={reason.message}
          actions={
            <Button variant="primary" isDisabled={state === 'asking'} onPress={() => void again()}>
              {host === 'desktop' ? 'Start again' : 'Connect again'}
            </Button>
          }
        >
          {'Every decision up to now is in the case file; nothing is lost. '}
          {host === 'desktop'
            ? 'Start it again; the case reopens where it was.'
            : 'Start Chokepoint again the way you did before, and open the link that it prints. This page can be closed.'}
          {state === 'silent' && <strong> This page finds no workbench at its address.</strong>}
        </EmptyState>
      </div>
    </>
  );
}
