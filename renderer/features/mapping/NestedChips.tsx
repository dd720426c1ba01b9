import type { ArrayChoice, Dialect } from '../../../shared/case/dataset.ts';
import type { Preview } from '../../../shared/contract/sources.ts';
import { ChipMenu } from '../../app/controls/index.ts';
import { ARRAY_CHOICES } from './words.ts';

const TOP = 'the top';

/** Where the records of a JSON file are, and what the lists inside them become. */
export function NestedChips(props: { dialect: Dialect; choices: Preview['choices']; onChange: (patch: Partial<Dialect>) => void }) {
  const { dialect, choices, onChange } = props;
  const place = (dialect.records ?? []).join('.');
  const arrays = [...new Set([...choices.arrays, ...Object.keys(dialect.arrays ?? {})])];
  return (
    <>
      {choices.records.length > 1 && (
        <ChipMenu
          label="records under"
          value={place === '' ? TOP : place}
          items={choices.records.map(({ path, keyed, records }) => ({
            id: JSON.stringify({ records: path, keyed }),
            label: path.length === 0 ? TOP : path.join('.'),
            description: keyed ? 'members of an object, named by a key' : 'elements of a list',
            hint: String(records),
          }))}
          selected={JSON.stringify({ records: dialect.records ?? [], keyed: dialect.keyed ?? false })}
          onSelect={(id) => onChange(JSON.parse(id) as Partial<Dialect>)}
        />
      )}
      {arrays.map((path) => (
        <ChipMenu
          key={path}
          label={path}
          items={ARRAY_CHOICES}
          selected={dialect.arrays?.[path] ?? 'text'}
          onSelect={(choice: ArrayChoice) => onChange({ arrays: { ...dialect.arrays, [path]: choice } })}
        />
      ))}
    </>
  );
}
