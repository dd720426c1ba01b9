import { useState } from 'react';
import type { Dialect } from '../../../shared/case/dataset.ts';
import type { Preview } from '../../../shared/contract/sources.ts';
import { Button, Checkbox, ChipMenu, ChipPopover } from '../../app/controls/index.ts';
import styles from './mapping.module.css';
import { MEMBER_COLUMNS } from './words.ts';

type Members = Preview['choices']['members'];

/** Which members of an archive are read, and whether their columns must be the same. */
export function MemberChips(props: { dialect: Dialect; members: Members; onChange: (patch: Partial<Dialect>) => void }) {
  const { dialect, members, onChange } = props;
  if (dialect.container !== 'zip' || members.length === 0) return null;
  const chosen = dialect.members ?? members.filter(({ isTable }) => isTable).map(({ name }) => name);
  return (
    <>
      <ChipPopover label="files inside" value={`${chosen.length} of ${members.length}`}>
        {(close) => (
          <MemberList
            members={members}
            chosen={chosen}
            onChange={(names) => {
              onChange({ members: names });
              close();
            }}
          />
        )}
      </ChipPopover>
      {chosen.length > 1 && (
        <ChipMenu
          label="their columns"
          items={MEMBER_COLUMNS}
          selected={dialect.memberColumns ?? 'same'}
          onSelect={(memberColumns) => onChange({ memberColumns })}
        />
      )}
    </>
  );
}

function MemberList({ members, chosen, onChange }: { members: Members; chosen: readonly string[]; onChange: (names: string[]) => void }) {
  const [names, setNames] = useState<readonly string[]>(chosen);
  return (
    <>
      <div className={styles.members}>
        {members.map(({ name, isTable }) => (
          <Checkbox
            key={name}
            isSelected={names.includes(name)}
            onChange={(isSelected) => setNames(isSelected ? [...names, name] : names.filter((other) => other !== name))}
          >
            {name}
            {!isTable && <span className={styles.missing}> (not known as a table)</span>}
          </Checkbox>
        ))}
      </div>
      <Button
        size="small"
        isDisabled={names.length === 0}
        onPress={() => onChange(members.filter(({ name }) => names.includes(name)).map(({ name }) => name))}
      >
        Read these files
      </Button>
    </>
  );
}
