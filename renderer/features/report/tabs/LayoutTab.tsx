import { useState } from 'react';
import { layoutOf, type ReportLayout, type ReportSection, SECTION_KINDS, type SectionKind } from '../../../../shared/case/report.ts';
import { SECTION_NAMES } from '../../../../shared/case/report-changes.ts';
import { movedTo, withNote, withSection } from '../../../../shared/case/report-edits.ts';
import type { LintProblem } from '../../../../shared/claims/lint-problem.ts';
import { formatCount } from '../../../../shared/format/index.ts';
import { Badge, Button, Checkbox, Panel, Segments, Select } from '../../../app/controls/index.ts';
import { DissentPanel } from '../DissentPanel.tsx';
import { DraftField } from '../DraftField.tsx';
import { OrderedList } from '../OrderedList.tsx';
import { PartsPanels } from '../PartsPanels.tsx';
import { ProblemList } from '../ProblemList.tsx';
import styles from '../report.module.css';
import { SECTION_WORDS, TEMPLATES } from '../words.ts';

type Props = {
  layout: ReportLayout;
  caseTitle: string;
  problems: readonly LintProblem[];
  onChange: (edit: (layout: ReportLayout) => ReportLayout, gesture?: 'step' | 'whole') => void;
};

/** Sections with their notes, what they show, and who writes. */
export function LayoutTab({ layout, caseTitle, problems, onChange }: Props) {
  const unlisted = SECTION_KINDS.filter((kind) => !layout.sections.some((section) => section.kind === kind));
  // the answer is the cover, so it comes first whatever the layout says
  const listed: readonly ReportSection[] = [...layout.sections, ...unlisted.map((kind) => ({ kind, shown: false, note: '' }))].sort(
    (one, other) => Number(other.kind === 'answer') - Number(one.kind === 'answer'),
  );
  const ofTitle = problems.filter(({ place }) => place.kind === 'title');
  const shown = listed.filter((section) => section.shown).length;
  const takeTemplate = (template: ReportLayout['template']) =>
    onChange((now) => {
      const noted = new Map(now.sections.map(({ kind, note }) => [kind, note]));
      // words of the author stay, whatever is shown
      return {
        ...now,
        template,
        sections: layoutOf(template).sections.map((section) => ({ ...section, note: noted.get(section.kind) ?? '' })),
      };
    });
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <Panel title="Sections in their order" aside={`${formatCount(shown)} of ${formatCount(SECTION_KINDS.length)} shown`} flush>
          <div className={styles.template}>
            <Select
              className={styles.templateField}
              label="Template"
              items={TEMPLATES}
              value={layout.template}
              onChange={takeTemplate}
              description="Choosing one sets sections and order anew; findings, notes and names stay."
            />
          </div>
          <OrderedList
            label="Sections in their order"
            onMove={(from, to) =>
              onChange((now) => ({ ...now, sections: movedTo(listed, from, to).map((section) => ({ ...section })) }), 'step')
            }
            items={listed.map((section) => ({
              id: section.kind,
              name: SECTION_NAMES[section.kind],
              dimmed: !section.shown,
              fixed: section.kind === 'answer',
              content: (
                <SectionRow
                  section={section}
                  problems={problems.filter(({ place }) => place.kind === 'note' && place.id === section.kind)}
                  onShown={(isShown) => onChange((now) => withSection(now, section.kind, isShown))}
                  onNote={(note) => onChange((now) => withNote(now, section.kind, note))}
                />
              ),
            }))}
          />
        </Panel>
      </div>
      <aside className={styles.aside} aria-label="What the sections show">
        <Panel title="On the first page">
          <div className={styles.fields}>
            <DraftField
              label="Title"
              placeholder={caseTitle}
              maxLength={300}
              value={layout.title}
              onCommit={(title) => onChange((now) => ({ ...now, title }))}
            />
            {ofTitle.length > 0 && <ProblemList problems={ofTitle} label="What the linter says of the title" />}
            <DraftField
              label="Author"
              maxLength={200}
              value={layout.author}
              onCommit={(author) => onChange((now) => ({ ...now, author }))}
            />
            <DraftField
              label="Organisation"
              maxLength={200}
              value={layout.organisation}
              onCommit={(organisation) => onChange((now) => ({ ...now, organisation }))}
            />
            <Segments
              label="Status"
              value={layout.status}
              onChange={(status) => onChange((now) => ({ ...now, status }))}
              items={[
                { id: 'draft', label: 'Draft' },
                { id: 'final', label: 'Final' },
              ]}
            />
          </div>
        </Panel>
        <PartsPanels layout={layout} onChange={onChange} />
        <DissentPanel layout={layout} onChange={onChange} />
      </aside>
    </div>
  );
}

type RowProps = {
  section: ReportSection;
  problems: readonly LintProblem[];
  onShown: (shown: boolean) => void;
  onNote: (note: string) => void;
};

/** Sections that print no words of the author below their heading. */
const WITHOUT_NOTE: readonly SectionKind[] = ['answer'];

function SectionRow({ section: { kind, shown, note }, problems, onShown, onNote }: RowProps) {
  const [open, setOpen] = useState(false);
  const always = kind === 'limitations';
  return (
    <div className={styles.section}>
      <div
        className={styles.sectionHead}
        {...(always && { title: 'Limitations and dissent stand in every report; they can be moved, not left out.' })}
      >
        <Checkbox isSelected={shown || always} isDisabled={always} onChange={onShown}>
          <span className={styles.sectionName}>{SECTION_NAMES[kind]}</span>
        </Checkbox>
        {always && <Badge>always</Badge>}
        {shown && !WITHOUT_NOTE.includes(kind) && (
          <Button
            size="small"
            variant="link"
            aria-expanded={open}
            aria-label={`Note of ${SECTION_NAMES[kind]}`}
            onPress={() => setOpen(!open)}
          >
            {note === '' ? (open ? 'Close' : 'Write a note') : open ? 'Close the note' : 'Edit the note'}
          </Button>
        )}
      </div>
      <p className={styles.quiet}>{SECTION_WORDS[kind]}</p>
      {shown && !open && note !== '' && <p className={styles.note}>{note}</p>}
      {shown && open && (
        <DraftField
          label={`Note below the heading "${SECTION_NAMES[kind]}"`}
          multiline
          autoFocus
          maxLength={20_000}
          value={note}
          onCommit={onNote}
          description="Printed as you write it. Numbers in it need unit, base and date."
        />
      )}
      {shown && problems.length > 0 && (
        <ProblemList problems={problems} label={`What the linter says of the note of ${SECTION_NAMES[kind]}`} />
      )}
    </div>
  );
}
