import { useState } from 'react';
import { plainShare } from '../../../shared/case/removal.ts';
import { formatThreshold } from '../../../shared/format/index.ts';
import { parseFraction } from '../../../shared/resilience/fraction.ts';
import { Button, ChipPopover, TextField } from '../../app/controls/index.ts';
import styles from './removal.module.css';

const LEVELS = ['1/2', '2/3', '3/4', '4/5', '9/10', '19/20', '99/100', '1/1'];

/** Usual levels as buttons, any other as text: `85 %`, `0.85` or `17/20`. */
export function ThresholdChip({ value, onChange }: { value: string; onChange: (threshold: string) => void }) {
  const [typed, setTyped] = useState('');
  const text = plainShare(typed);
  const fraction = text === '' ? null : parseFraction(/^\d+(\.\d+)?$/.test(text) && Number(text) > 1 ? `${text}%` : text);
  const fits = fraction !== null && fraction.num > 0 && fraction.num <= fraction.den;
  return (
    <ChipPopover label="threshold" value={formatThreshold(value)}>
      {(close) => (
        <div className={styles.threshold}>
          <p className={styles.quiet}>The test fails when strictly less than this share of the demand is servable.</p>
          <div className={styles.levels}>
            {LEVELS.map((level) => (
              <Button
                key={level}
                size="small"
                variant={formatThreshold(level) === formatThreshold(value) ? 'primary' : 'secondary'}
                onPress={() => {
                  onChange(level);
                  close();
                }}
              >
                {formatThreshold(level)}
              </Button>
            ))}
          </div>
          <TextField
            label="Other level"
            value={typed}
            onChange={setTyped}
            placeholder="85 %, 0.85 or 17/20"
            error={text !== '' && !fits ? 'A share above 0 and at most 100 %' : null}
          />
          <Button
            size="small"
            isDisabled={!fits}
            onPress={() => {
              if (fraction) onChange(`${fraction.num}/${fraction.den}`);
              setTyped('');
              close();
            }}
          >
            Use this level
          </Button>
        </div>
      )}
    </ChipPopover>
  );
}
