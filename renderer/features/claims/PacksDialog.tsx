import { useState } from 'react';
import type { CasePack } from '../../../shared/case/packs.ts';
import { lineWords, packDates } from '../../../shared/claims/pack-words.ts';
import { Badge, Button, Checkbox, Dialog, ErrorNotice, Spacer } from '../../app/controls/index.ts';
import { chooseFiles } from '../../app/files.ts';
import styles from './claims.module.css';
import { usePacks } from './useClaims.ts';

/** The dialog may be scrolled away from what has to be read. */
const intoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' });

/** Choose which packs draw lines in this case, read them, and take packs from files. */
export function PacksDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { packs, choose, take, importError, forgetError, remove } = usePacks();
  const [shown, setShown] = useState<string | null>(null);
  const pack = packs.find(({ id }) => id === shown) ?? packs.find(({ chosen }) => chosen) ?? packs[0];
  const close = () => {
    forgetError();
    onClose();
  };
  const bring = async () => {
    const [file] = await chooseFiles('.json,application/json', false);
    const id = file ? await take(file) : null;
    if (id !== null) setShown(id);
  };
  return (
    <Dialog
      title="Threshold packs"
      isOpen={isOpen}
      onClose={close}
      wide
      footer={
        <>
          <Button onPress={() => void bring()}>Import pack…</Button>
          <Spacer />
          <Button variant="primary" onPress={close}>
            Done
          </Button>
        </>
      }
    >
      <p className={styles.lead}>
        Reference lines for charts and numbers, never verdicts. They were written for other purposes; each pack says what it is not designed
        for.
      </p>
      {importError && (
        <div ref={intoView}>
          <ErrorNotice error={importError} effect="The packs of the case are as they were." />
        </div>
      )}
      <div className={styles.packs}>
        <ul className={styles.packList} aria-label="Packs">
          {packs.map(({ id, chosen, warnings, pack: { source, status, ...dates } }) => (
            <li key={id} className={id === pack?.id ? styles.packShown : undefined}>
              <Checkbox isSelected={chosen} onChange={(selected) => choose(id, selected)}>
                <span className="visually-hidden">Draw the lines of {id}</span>
              </Checkbox>
              <Button variant="link" size="small" className={styles.name} aria-pressed={id === pack?.id} onPress={() => setShown(id)}>
                {id}
              </Button>
              {warnings.some(({ code }) => code !== 'text-not-read') && <Badge tone="warning">read the warning</Badge>}
              <span className={styles.packOf}>
                {source.instrument} · {status.replaceAll('_', ' ')}, {packDates(dates)}
              </span>
            </li>
          ))}
        </ul>
        {pack && <PackText of={pack} onRemove={() => remove(pack.id)} />}
      </div>
    </Dialog>
  );
}

function PackText({ of: { id, pack, origin, sha256, warnings }, onRemove }: { of: CasePack; onRemove: () => void }) {
  const {
    version,
    status,
    jurisdiction,
    source,
    further_sources: further = [],
    lines,
    valid_from: from,
    valid_to: to,
    text_read_on: read,
  } = pack;
  return (
    <section className={styles.packText} aria-label={`Pack ${id}`}>
      <h3>
        {id} {version}
      </h3>
      <p className={styles.quiet}>
        {status.replaceAll('_', ' ')} · {jurisdiction} · {origin === 'shipped' ? 'ships with the program' : 'imported into the case'}
      </p>
      {warnings.map(({ code, message }) => (
        <p key={code} className={styles.footnote} role="note">
          {message}
        </p>
      ))}
      <h4>Lines</h4>
      {lines.length === 0 ? (
        <p>None, on purpose.</p>
      ) : (
        <ul className={styles.lines}>
          {lines.map((line) => (
            <li key={`${line.metric} ${line.op} ${line.value} ${line.label}`}>{lineWords(line)}</li>
          ))}
        </ul>
      )}
      <h4>Wording</h4>
      <p>{pack.wording}</p>
      <h4>Designed for</h4>
      <p>{pack.designed_for}</p>
      <h4>Not designed for</h4>
      <p>{pack.not_designed_for}</p>
      <h4>Source</h4>
      <ul className={styles.lines}>
        {[source, ...further].map((text) => (
          <li key={`${text.instrument} ${text.section}`}>
            {text.instrument}
            {text.section === '' ? '' : `, ${text.section}`} <span className={styles.address}>{text.url}</span>
          </li>
        ))}
      </ul>
      {pack.author && (
        <p>
          Author: {pack.author}. Reason: {pack.reason}
        </p>
      )}
      <p className={styles.quiet}>
        Valid {from === null ? 'from no stated day' : `from ${from}`}
        {to === null ? '' : ` to ${to}`}; text read on: {read ?? 'not read for this edition'}. SHA-256{' '}
        <span className={styles.address}>{sha256}</span>
      </p>
      {origin === 'imported' && (
        <p>
          <Button size="small" onPress={onRemove}>
            Remove from the case
          </Button>
        </p>
      )}
    </section>
  );
}
