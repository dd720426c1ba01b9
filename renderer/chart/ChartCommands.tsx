import { create } from 'zustand';
import { useCommandHandler } from '../state/commands.ts';
import type { Taking } from './take.ts';

/** The chart that had the focus last; commands are its own until another one gets it. */
export const useActiveChart = create<{ active: string | null }>()(() => ({ active: null }));

type ChartCommandsProps = { onTable: () => void; onSummary: () => void; onTake: (taking: Taking) => void };

/** Gives the commands of charts their actions while it is mounted; draws nothing. */
export function ChartCommands({ onTable, onSummary, onTake }: ChartCommandsProps) {
  useCommandHandler('chart.table', onTable);
  useCommandHandler('chart.summary', onSummary);
  useCommandHandler('chart.copyPicture', () => onTake('copy-png'));
  useCommandHandler('chart.copyData', () => onTake('copy-csv'));
  useCommandHandler('chart.savePng', () => onTake('save-png'));
  useCommandHandler('chart.saveSvg', () => onTake('save-svg'));
  useCommandHandler('chart.saveCsv', () => onTake('save-csv'));
  return null;
}
