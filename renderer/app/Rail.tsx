import { Settings } from 'lucide-react';
import { Button } from 'react-aria-components';
import { plural } from '../../shared/format/index.ts';
import { runCommand } from '../state/commands.ts';
import { useCase, useDatasets, useSources } from '../state/queries.ts';
import { type Screen, useUi } from '../state/ui.ts';
import { classes } from './controls/index.ts';
import places from './controls/place.module.css';
import { RAIL } from './screens.tsx';
import styles from './shell.module.css';

/** Steps of the work with what is open in each; the order is free once a source is frozen. */
export function Rail() {
  const screen = useUi((state) => state.screen);
  const pending = useUi((state) => state.pending.length);
  const info = useCase().data;
  const sources = useSources().data?.length ?? 0;
  const rejected = useDatasets().data?.reduce((sum, dataset) => sum + dataset.rejected, 0) ?? 0;
  const badges: Partial<Record<Screen, { text: string; open?: boolean; say: string }>> = {
    sources: sources > 0 ? { text: String(sources), say: plural(sources, 'file') } : undefined,
    quality:
      rejected > 0
        ? { text: `${rejected} rejected`, open: true, say: `${plural(rejected, 'record')} rejected in all datasets` }
        : undefined,
    mapping: pending > 0 ? { text: String(pending), open: true, say: `${pending} to map` } : undefined,
  };
  return (
    <nav className={styles.rail} aria-label="Steps" data-region="rail">
      <ol>
        {RAIL.map((step, index) => {
          const badge = info ? badges[step.screen] : undefined;
          return (
            <li key={step.screen}>
              <Button
                className={classes(places.place, styles.step)}
                aria-current={screen === step.screen ? 'page' : undefined}
                isDisabled={step.needsCase && !info}
                onPress={() => runCommand(step.command)}
              >
                <span className={styles.stepNumber} aria-hidden>
                  {index + 1}
                </span>
                <span>{step.label}</span>
                {badge && (
                  <span className={classes(styles.stepBadge, badge.open && styles.stepBadgeOpen)} title={badge.say}>
                    <span aria-hidden>{badge.text}</span>
                    <span className="visually-hidden">{badge.say}</span>
                  </span>
                )}
              </Button>
            </li>
          );
        })}
      </ol>
      <div className={styles.railFoot}>
        <Button
          className={classes(places.place, styles.step)}
          aria-current={screen === 'settings' ? 'page' : undefined}
          onPress={() => runCommand('go.settings')}
        >
          <span className={styles.stepNumber} aria-hidden>
            <Settings size={14} />
          </span>
          <span>Settings</span>
        </Button>
      </div>
    </nav>
  );
}
