import type { ArrayChoice, Dialect } from '../../../shared/case/dataset.ts';
import type { Preview } from '../../../shared/contract/sources.ts';
import { ChipMenu } from '../../app/controls/index.ts';
import { ARRAY_CHOICES, OPENED } from './words.ts';

const TOP = 'the top';

/** The dialect with a column opened or closed; lists inside a closed one need no choice any more. */
function withOpened({ opened = [], arrays = {} }: Dialect, header: string, isOpen: boolean): Partial<Dialect> {
  const others = opened.filter((name) => name !== header);
  if (isOpen) return { opened: [...others, header] };
  const inside = (path: string) => path === header || path.startsWith(`${header}.`);
  return { opened: others, arrays: Object.fromEntries(Object.entries(arrays).filter(([path]) => !inside(path))) };
}

/** Where the records of a JSON file are, and what the lists inside them become. */
export function NestedChips(props: { dialect: Dialect; choices: Preview['choices']; onChange: (patch: Partial<Dialect>) => void }) {
  const { dialect, choices, onChange } = props;
  const place = (dialect.records ?? []).join('.');
  const arrays = [...new Set([...choices.arrays, ...Object.keys(dialect.arrays ?? {})])];
  const opened = [...new Set([...choices.opened, ...(dialect.opened ?? [])])];
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
      {opened.map((header) => (
        <ChipMenu
          key={`cells of ${header}`}
          label={`cells of ${header}`}
          items={OPENED}
          selected={dialect.opened?.includes(header) ? 'columns' : 'text'}
          onSelect={(choice) => onChange(withOpened(dialect, header, choice === 'columns'))}
        />
      ))}
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
