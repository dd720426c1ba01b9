import { FilePlus2, PinOff } from 'lucide-react';
import { otherContext, type Pin, sameValues } from '../../../shared/case/pin.ts';
import type { ViewResult, ViewSpec } from '../../../shared/case/view.ts';
import { sumsWords } from '../../../shared/claims/sums.ts';
import { formatCount, formatHhi, formatRange, formatShare, formatStamp, listOf } from '../../../shared/format/index.ts';
import { Badge, Button, IconButton, KeyValueList, Panel } from '../../app/controls/index.ts';
import { openCompare } from '../../state/compare.ts';
import { useAddToReport } from '../../state/report-add.ts';
import { openView } from '../../state/view.ts';
import styles from './pins.module.css';
import { sameView } from './spec.ts';
import { usePinCommands } from './useSavedViews.ts';

type PinsProps = {
  pins: readonly Pin[];
  /** the view on show, and its result; `null` = none is on show */
  spec: ViewSpec | null;
  result: ViewResult | null;
};

/** Results that were pinned, each with its own values and context, beside the one on show. */
export function PinsPanel({ pins, spec, result }: PinsProps) {
  const [first, second, ...others] = pins;
  return (
    <Panel title="Pins" aside={pins.length === 0 ? undefined : formatCount(pins.length)}>
      {pins.length === 0 ? (
        <p className={styles.empty}>
          <kbd>P</kbd> in chart or table pins a result: it keeps its values, whatever changes later.
        </p>
      ) : (
        <ul className={styles.pins}>
          {pins.map((pin) => (
            <PinView key={pin.id} pin={pin} spec={spec} result={result} />
          ))}
        </ul>
      )}
      {first && second && (
        <Button
          size="small"
          className={styles.compare}
          onPress={() => openCompare(first.spec, second.spec, ...others.map((pin) => pin.spec))}
        >
          {others.length === 0 ? 'Compare both' : `Compare these ${formatCount(pins.length)}`}
        </Button>
      )}
    </Panel>
  );
}

function PinView({ pin, spec, result }: { pin: Pin; spec: ViewSpec | null; result: ViewResult | null }) {
  const { unpin } = usePinCommands();
  const { addPin } = useAddToReport();
  const { stamp, hhi, cr1, nakamoto } = pin;
  return (
    <li className={styles.pin}>
      <div className={styles.head}>
        <Button variant="link" size="small" className={styles.finding} onPress={() => openView(pin.spec, 'Open the pinned view')}>
          {pin.finding}
        </Button>
        <IconButton
          label={`Add to report: ${pin.finding}`}
          icon={<FilePlus2 size={14} />}
          onPress={() => void addPin(pin.id, pin.finding)}
        />
        <IconButton label={`Unpin ${pin.finding}`} icon={<PinOff size={14} />} onPress={() => unpin(pin.id)} />
      </div>
      <Picture pin={pin} />
      <KeyValueList
        rows={[
          { label: 'HHI', value: withRange(hhi, formatHhi) },
          { label: 'Largest', value: withRange(cr1, formatShare) },
          { label: 'k for > 1/2', value: withRange(nakamoto['1/2'], formatCount) },
        ]}
      />
      <p className={styles.stamp}>{formatStamp(stamp)}</p>
      {pin.sums && (
        <p className={styles.difference}>
          <Badge tone="warning">line of sums</Badge> {sumsWords(pin.sums, 'counted')}
        </p>
      )}
      {result && <Difference pin={pin} spec={spec} result={result} />}
    </li>
  );
}

/** The stated value, and its range where there is one. */
function withRange({ low, stated, high }: Pin['hhi'], format: (value: number | null) => string) {
  const words = formatRange(low, high, format);
  const exact = words === format(stated) || (low === null && high === null);
  return (
    <>
      {format(stated)}
      {!exact && <span className={styles.range}>{words}</span>}
    </>
  );
}

/** How the context of a pin differs from the view on show. */
function Difference({ pin, spec, result }: { pin: Pin; spec: ViewSpec | null; result: ViewResult }) {
  const others = otherContext(pin.stamp, result.stamp);
  if (others.length > 0)
    return (
      <p className={styles.difference}>
        <Badge tone="warning">other context</Badge> {listOf(others, 4)} {others.length === 1 ? 'differs' : 'differ'}
      </p>
    );
  if (spec && sameView(spec, pin.spec) && !sameValues(pin, result))
    return (
      <p className={styles.difference}>
        <Badge tone="warning">other values now</Badge> a decision changed the data
      </p>
    );
  return (
    <p className={styles.difference}>
      <Badge>same context</Badge>
    </p>
  );
}

const WIDTH = 284;

/** The shares of the largest, as they were: a bar in pieces, the rest left open. */
function Picture({ pin }: { pin: Pin }) {
  let from = 0;
  return (
    <svg className={styles.picture} viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden>
      <rect className={styles.ground} x={0.5} y={0.5} width={WIDTH - 1} height={9} />
      {pin.largest.map(({ key, share }, index) => {
        const x = from * WIDTH;
        from += share;
        const rank = index === 0 ? styles.first : index < 5 ? styles.second : styles.third;
        return <rect key={key} className={rank} x={x} y={0} width={Math.max(0.5, share * WIDTH - 1)} height={10} />;
      })}
    </svg>
  );
}
