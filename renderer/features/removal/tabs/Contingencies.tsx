import type { ReactNode } from 'react';
import type { Contingencies as Answer } from '../../../../shared/case/contingencies.ts';
import type { RemovalSpec } from '../../../../shared/case/removal.ts';
import { dimensionNoun } from '../../../../shared/format/index.ts';
import { useClient } from '../../../state/client.tsx';
import { Study } from './Study.tsx';

/** Losses of units and of what they share: one job answers both tabs. */
export function Contingencies({ spec, children }: { spec: RemovalSpec; children: (answer: Answer) => ReactNode }) {
  const client = useClient();
  return (
    <Study
      title={`Lose every ${dimensionNoun(spec.by, 1)} in turn`}
      question={['contingencies', spec]}
      start={(signal) => client.removal.contingencies(spec, { signal })}
    >
      {children}
    </Study>
  );
}
