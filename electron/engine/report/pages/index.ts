import type { SectionKind } from '../../../../shared/case/report.ts';
import type { PageKind } from '../page.ts';
import { comparisonPage } from './comparison.ts';
import { concentrationPage } from './concentration.ts';
import { dataPage } from './data.ts';
import { decisionsPage } from './decisions.ts';
import { findingsPage } from './findings.ts';
import { geographyPage } from './geography.ts';
import { hardwarePage } from './hardware.ts';
import { limitationsPage } from './limitations.ts';
import { methodPage } from './method.ts';
import { notesPage } from './notes.ts';
import { qualityPage } from './quality.ts';
import { removalPage } from './removal.ts';
import { sensitivityPage } from './sensitivity.ts';
import { tablesPage } from './tables.ts';
import { uptimeAndPricePage } from './uptime-and-price.ts';
import { verifyPage } from './verify.ts';

/** Every kind of section but the answer, which is the cover. */
export const PAGES: Readonly<Record<Exclude<SectionKind, 'answer'>, PageKind>> = {
  findings: findingsPage,
  removal: removalPage,
  data: dataPage,
  concentration: concentrationPage,
  hardware: hardwarePage,
  geography: geographyPage,
  'uptime-and-price': uptimeAndPricePage,
  comparison: comparisonPage,
  sensitivity: sensitivityPage,
  notes: notesPage,
  limitations: limitationsPage,
  method: methodPage,
  decisions: decisionsPage,
  quality: qualityPage,
  tables: tablesPage,
  verify: verifyPage,
};
