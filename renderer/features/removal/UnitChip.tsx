import { useQuery } from '@tanstack/react-query';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { RemovalSpec } from '../../../shared/case/removal.ts';
import { dimensionsOf } from '../../../shared/case/view-columns.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { ChipMenu } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';

/** Ways to cut the dataset into removal units, and weights of largest-first; `undefined` while they are asked for. */
export function useUnitChoices(spec: RemovalSpec) {
  const client = useClient();
  const { dataset } = spec;
  return useQuery({
    queryKey: [...queryKeys.case, 'removal-units', dataset],
    queryFn: ({ signal }) => client.removal.units({ dataset }, { signal }),
  }).data;
}

/** Chooses what is removed: any column, or a dimension that is derived from one. */
export function UnitChip({ dataset, spec, onSpec }: { dataset: Dataset; spec: RemovalSpec; onSpec: (spec: RemovalSpec) => void }) {
  const choices = useUnitChoices(spec);
  const units = choices?.units ?? dimensionsOf(dataset).map((by) => ({ by, kind: '', from: null, units: null, unknown: 0 }));
  return (
    <ChipMenu
      label="remove by"
      selected={spec.by}
      value={spec.by}
      items={units.map(({ by, from, units: count, unknown }) => ({
        id: by,
        label: by,
        ...(count !== null && { hint: formatCount(count) }),
        ...((from !== null || unknown > 0) && {
          description: [from === null ? null : `derived from ${from}`, unknown > 0 ? `unknown for ${plural(unknown, 'record')}` : null]
            .filter((part) => part !== null)
            .join('; '),
        }),
      }))}
      // Groups and costs name units of the dimension that they were made for.
      onSelect={(by) => onSpec({ ...spec, by, combinations: [], costs: {} })}
    />
  );
}
