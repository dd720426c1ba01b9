import { useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError, type ErrorValue } from '../../../shared/case/error.ts';
import { DERIVED_WEIGHTS } from '../../../shared/case/view.ts';
import { weightsOf } from '../../../shared/case/view-columns.ts';
import { columnsOfFormula, formulaError, parseFormula } from '../../../shared/columns/formula.ts';
import { unknownColumn } from '../../../shared/columns/select.ts';
import { listOf } from '../../../shared/format/index.ts';
import { FormDialog, TextField } from '../../app/controls/index.ts';
import { FilterProblem } from './FilterEditor.tsx';

/** What is wrong with a formula, or `null`: it cannot be read, names a column that the dataset does not have, or one that holds text. */
function formulaProblem(text: string, { columns }: Pick<Dataset, 'columns'>): ErrorValue | null {
  try {
    const formula = parseFormula(text);
    const names = [...columns.map(({ name }) => name), ...DERIVED_WEIGHTS];
    for (const { name, at } of columnsOfFormula(formula)) {
      const column = columns.find((candidate) => candidate.name === name || candidate.header === name);
      if (column?.type === 'text')
        throw formulaError(text, at, `column "${name}" holds text`, 'Use numeric columns only.', { column: name });
      if (!column && name !== 'count' && !names.includes(name)) {
        const { advice, details } = unknownColumn(name, names, at).value;
        throw formulaError(text, at, `there is no column "${name}"`, advice, details);
      }
    }
    return null;
  } catch (error) {
    if (error instanceof ChokepointError) return error.value;
    throw error;
  }
}

type FormulaProps = {
  dataset: Dataset;
  /** the formula on show; empty = none is */
  weight: string;
  /** what the engine said about it */
  error: ErrorValue | null;
  onApply: (weight: string) => void;
  onClose: () => void;
};

/** Takes a formula over columns as the weight; what is wrong with it is said at its place. */
export function FormulaDialog({ dataset, weight, error, onApply, onClose }: FormulaProps) {
  const [text, setText] = useState(weight);
  const wanted = text.trim();
  const problem = wanted === '' ? null : (formulaProblem(wanted, dataset) ?? (wanted === weight ? error : null));
  const names = weightsOf(dataset).filter((name) => name !== 'count');
  return (
    <FormDialog
      title="Weight by a formula"
      submit="Apply formula"
      ready={wanted !== '' && problem === null}
      onSubmit={() => {
        onApply(wanted);
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        label="Formula"
        value={text}
        onChange={setText}
        autoFocus
        placeholder="gpu_count * price_usd_per_gpu_hour"
        description={`Columns, numbers, + - * /, parentheses, min, max and coalesce. Numeric columns: ${listOf(names, 8)}.`}
      />
      {problem && <FilterProblem text={wanted} problem={problem} onText={setText} />}
    </FormDialog>
  );
}
