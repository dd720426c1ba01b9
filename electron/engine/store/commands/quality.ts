import { notInCase } from '../../../../shared/case/missing.ts';
import type { StatedSupply, Waiver } from '../../../../shared/case/quality.ts';
import { CHECKS } from '../../../../shared/quality/run.ts';
import type { CaseFile } from '../case-file.ts';
import { requireDataset } from '../catalogue.ts';
import { listStatedSupply, listWaivers } from '../quality.ts';
import type { Command } from './command.ts';
import { chosenId } from './ids.ts';

const TOUCHED = ['quality', 'report'];

const waiverOf = (file: CaseFile, { dataset, check }: Pick<Waiver, 'dataset' | 'check'>) =>
  listWaivers(file, dataset).find((waiver) => waiver.check === check);

const titleOf = (check: string) => CHECKS.find(({ id }) => id === check)?.title ?? check;

/** Lets a failed check stand with a reason and a name. */
export const waiveCheck: Command<Waiver> = {
  touched: TOUCHED,
  apply(file, waiver) {
    const { name } = requireDataset(file, waiver.dataset);
    if (!CHECKS.some(({ id }) => id === waiver.check)) throw notInCase('check', waiver.check);
    const before = waiverOf(file, waiver);
    file
      .prepare(
        `INSERT INTO waiver (dataset, check_id, reason, name) VALUES (?, ?, ?, ?)
         ON CONFLICT (dataset, check_id) DO UPDATE SET reason = excluded.reason, name = excluded.name`,
      )
      .run(waiver.dataset, waiver.check, waiver.reason, waiver.name);
    const { dataset, check } = waiver;
    return {
      result: waiver,
      inverse: before ? { command: 'quality.waive', input: before } : { command: 'quality.unwaive', input: { dataset, check } },
      label: `Waive "${titleOf(check)}" of "${name}"`,
      recorded: waiver,
    };
  },
};

/** Takes a waiver back. */
export const unwaiveCheck: Command<Pick<Waiver, 'dataset' | 'check'>> = {
  touched: TOUCHED,
  apply(file, { dataset, check }) {
    const { name } = requireDataset(file, dataset);
    const before = waiverOf(file, { dataset, check });
    if (!before) throw notInCase('waiver', check);
    file.prepare('DELETE FROM waiver WHERE dataset = ? AND check_id = ?').run(dataset, check);
    return {
      result: null,
      inverse: { command: 'quality.waive', input: before },
      label: `Take back the waiver of "${titleOf(check)}" of "${name}"`,
      recorded: { dataset, check },
    };
  },
};

/** Adds a count that a document states for a rung; an id that exists is replaced. */
export const stateSupply: Command<Omit<StatedSupply, 'id'> & { id?: string }> = {
  touched: TOUCHED,
  apply(file, { id: wanted, dataset, rung, gpus, source, asOf }) {
    const { name } = requireDataset(file, dataset);
    const { id, number } = chosenId(file, 'G', 'stated-supply', wanted);
    const before = listStatedSupply(file, null).find((stated) => stated.id === id);
    file
      .prepare(
        `INSERT INTO stated_supply (id, number, dataset, rung, gpus, source, as_of) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET dataset = excluded.dataset, rung = excluded.rung, gpus = excluded.gpus, source = excluded.source, as_of = excluded.as_of`,
      )
      .run(id, number, dataset, rung, gpus, source, asOf);
    return {
      result: { id, dataset, rung, gpus, source, asOf },
      inverse: before ? { command: 'quality.stateSupply', input: before } : { command: 'quality.removeSupply', input: { id } },
      label: `State ${gpus} GPUs as ${rung} for "${name}" (${source})`,
      recorded: { id, dataset, rung, gpus, source, asOf },
    };
  },
};

/** Removes a stated count. */
export const removeSupply: Command<{ id: string }> = {
  touched: TOUCHED,
  apply(file, { id }) {
    const before = listStatedSupply(file, null).find((stated) => stated.id === id);
    if (!before) throw notInCase('stated-supply', id);
    file.prepare('DELETE FROM stated_supply WHERE id = ?').run(id);
    return {
      result: null,
      inverse: { command: 'quality.stateSupply', input: before },
      label: `Remove the stated ${before.gpus} GPUs as ${before.rung}`,
      recorded: { id },
    };
  },
};
