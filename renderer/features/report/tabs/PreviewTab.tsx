import { Button, ErrorNotice, Progress, Segments } from '../../../app/controls/index.ts';
import { isCancelled } from '../../../state/errors.ts';
import type { Paper } from '../../../state/report-export.ts';
import { PagePreview } from '../PagePreview.tsx';
import pages from '../preview.module.css';
import styles from '../report.module.css';
import type { usePreview } from '../useReport.ts';

type Props = { preview: ReturnType<typeof usePreview>; paper: Paper; onPaper: (paper: Paper) => void };

/** The pages as the export writes them. */
export function PreviewTab({ preview, paper, onPaper }: Props) {
  return (
    <section className={pages.previewPanel} aria-label="Preview" aria-busy={preview.isFetching}>
      {preview.error && !isCancelled(preview.error) ? (
        <div className={pages.pad}>
          <ErrorNotice
            error={preview.error}
            effect="No preview is shown; the case is unchanged."
            choices={
              <Button size="small" onPress={() => void preview.refetch()}>
                Try once more
              </Button>
            }
          />
        </div>
      ) : preview.data ? (
        <PagePreview
          key={paper}
          pages={preview.data.pages}
          texts={preview.data.texts}
          paper={paper}
          stale={preview.isFetching}
          aside={
            <Segments
              label="Paper"
              hideLabel
              value={paper}
              onChange={onPaper}
              items={[
                { id: 'a4', label: 'A4' },
                { id: 'us-letter', label: 'US Letter' },
              ]}
            />
          }
        />
      ) : (
        <div className={styles.waiting}>
          <Progress label="Setting the pages" done={0} total={null} stacked />
        </div>
      )}
    </section>
  );
}
