import { Button } from 'react-aria-components';
import { classes } from '../../app/controls/index.ts';
import places from '../../app/controls/place.module.css';
import { ShortcutList } from '../../app/ShortcutSheet.tsx';
import { useUi } from '../../state/ui.ts';
import styles from './help.module.css';
import { HELP_PAGES, type HelpBlock } from './pages.ts';
import { HELP_TOPICS } from './topics.ts';

function Block({ block }: { block: HelpBlock }) {
  switch (block.type) {
    case 'text':
      return <p>{block.text}</p>;
    case 'heading':
      return <h2>{block.text}</h2>;
    case 'keys':
      return <ShortcutList level={2} />;
    case 'terms':
      return (
        <dl>
          {block.terms.map(([term, meaning]) => (
            <Term key={term} term={term} meaning={meaning} />
          ))}
        </dl>
      );
  }
}

function Term({ term, meaning }: { term: string; meaning: string }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{meaning}</dd>
    </>
  );
}

/** The manual, offline, one page a topic. */
export function HelpScreen() {
  const helpTopic = useUi((state) => state.helpTopic);
  const go = useUi((state) => state.go);
  const topic = HELP_TOPICS.find((candidate) => candidate.id === helpTopic) ?? HELP_TOPICS[0];
  return (
    <div className={styles.screen}>
      <nav className={styles.topics} aria-label="Manual">
        {HELP_TOPICS.map((item) => (
          <Button
            key={item.id}
            className={classes(places.place, styles.topic)}
            aria-current={item.id === topic.id ? 'page' : undefined}
            onPress={() => go('help', item.id)}
          >
            {item.title}
          </Button>
        ))}
      </nav>
      <article className={styles.page}>
        <h1 tabIndex={-1}>{topic.title}</h1>
        {HELP_PAGES[topic.id].map((block, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pages never change
          <Block key={index} block={block} />
        ))}
      </article>
    </div>
  );
}
