import { useState } from 'react';
import type { EntityScope } from '../../../shared/case/entities.ts';
import {
  DEPENDENCY_KINDS,
  EVIDENCE_STRENGTH,
  type EvidenceType,
  evidenceTypeSchema,
  type LinkKind,
  linkKindSchema,
} from '../../../shared/entities/link.ts';
import { Button, Dialog, ErrorNotice, Select, Stack, TextField } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';
import styles from './entities.module.css';
import { evidenceWords } from './words.ts';

const KIND_WORDS: Record<LinkKind, string> = {
  'same-owner': 'same owner',
  parent: 'owned by (parent)',
  'operates-for': 'operated by',
  'white-label': 'white label of',
  'located-at': 'located at',
  'hosted-by': 'hosted by',
  'leases-from': 'leases from',
  runs: 'runs',
  'paid-through': 'paid through',
};
const isDependency = (kind: LinkKind): boolean => (DEPENDENCY_KINDS as readonly string[]).includes(kind);

/** A link by hand, for what no column tells: ownership merges, dependency is kept apart. */
export function LinkDialog({ scope, onClose }: { scope: EntityScope; onClose: () => void }) {
  const client = useClient();
  const [kind, setKind] = useState<LinkKind>('same-owner');
  const [ends, setEnds] = useState({ from: '', to: '' });
  const [share, setShare] = useState('');
  const [type, setType] = useState<EvidenceType>('registry-entry');
  const [value, setValue] = useState('');
  const [confidence, setConfidence] = useState('');
  const [dates, setDates] = useState({ validFrom: '', validTo: '' });
  const [why, setWhy] = useState('');
  const link = useCommand((input: Parameters<typeof client.entities.link>[0]) => client.entities.link(input), {
    title: 'The link was not made',
  });
  const sure = confidence.trim() === '' ? null : Number(confidence);
  const problem = sure !== null && !(sure >= 0 && sure <= 1) ? 'A number from 0 to 1' : null;
  const complete =
    ends.from.trim() !== '' && ends.to.trim() !== '' && ends.from.trim() !== ends.to.trim() && value.trim() !== '' && !problem;
  const store = async () => {
    await link.mutateAsync({
      scope,
      why,
      link: {
        kind,
        from: ends.from.trim(),
        to: ends.to.trim(),
        share: kind === 'parent' && share.trim() !== '' ? share.trim() : null,
        evidence: [{ type, value: value.trim(), source: null, dateSeen: null }],
        confidence: sure,
        validFrom: dates.validFrom || null,
        validTo: dates.validTo || null,
      },
    });
    useNotices.getState().tell(`Linked "${ends.from.trim()}" and "${ends.to.trim()}"`);
    onClose();
  };
  return (
    <Dialog
      title="Link two accounts by hand"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={!complete || link.isPending} onPress={() => void store().catch(() => {})}>
            Make the link
          </Button>
        </>
      }
    >
      <Stack gap={12}>
        {link.error && <ErrorNotice error={link.error} effect="Nothing was changed." />}
        <TextField label="Account" value={ends.from} onChange={(from) => setEnds({ ...ends, from })} autoFocus />
        <Select
          label="Relation"
          value={kind}
          onChange={setKind}
          items={linkKindSchema.options.map((id) => ({
            id,
            label: KIND_WORDS[id],
            description: isDependency(id) ? 'dependency: never merges' : undefined,
          }))}
        />
        <TextField label="Other account, owner or host" value={ends.to} onChange={(to) => setEnds({ ...ends, to })} />
        {kind === 'parent' && (
          <TextField
            label="Share that the parent holds"
            value={share}
            onChange={setShare}
            placeholder="0.6 or 3/5; empty = unknown"
            description="A parent with at most half does not merge."
          />
        )}
        <div className={styles.pair}>
          <Select
            label="Evidence"
            value={type}
            onChange={setType}
            items={evidenceTypeSchema.options.map((id) => ({ id, label: evidenceWords(id), description: EVIDENCE_STRENGTH[id] }))}
          />
          <TextField label="What was seen" value={value} onChange={setValue} placeholder="register number, address, document" />
        </div>
        <div className={styles.pair}>
          <TextField type="date" label="Valid from" value={dates.validFrom} onChange={(validFrom) => setDates({ ...dates, validFrom })} />
          <TextField type="date" label="Valid to" value={dates.validTo} onChange={(validTo) => setDates({ ...dates, validTo })} />
          <TextField label="Confidence" value={confidence} onChange={setConfidence} placeholder="0 to 1" error={problem} />
        </div>
        <TextField
          label="Reason"
          value={why}
          onChange={setWhy}
          description="Goes into the ledger; the evidence stands there if this is empty."
        />
      </Stack>
    </Dialog>
  );
}
