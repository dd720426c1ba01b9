import { caseOperations } from './case-operations.ts';
import { claimOperations } from './claims.ts';
import { dependencyOperations } from './claims-dependencies.ts';
import { columnValueOperations } from './column-values.ts';
import { compareOperations } from './compare.ts';
import { joinOperations } from './joins.ts';
import { bracketOperations } from './kept-brackets.ts';
import { lineageOperations } from './lineage.ts';
import { analysisOperations } from './operations.ts';
import { packOperations } from './packs.ts';
import { qualityOperations } from './quality.ts';
import { removalChoiceOperations } from './removal-choices.ts';
import { removalFactorOperations } from './removal-factors.ts';
import { flipSideOperations } from './removal-flip-sides.ts';
import { replayOperations } from './removal-replay.ts';
import { valueOperations } from './values.ts';

/** Everything that is answered from the facts and decisions of a case, over a case file and over a bundle alike. */
export const factOperations = {
  ...caseOperations,
  ...columnValueOperations,
  ...analysisOperations,
  ...qualityOperations,
  ...packOperations,
  ...bracketOperations,
  ...removalChoiceOperations,
  ...removalFactorOperations,
  ...flipSideOperations,
  ...replayOperations,
  ...claimOperations,
  ...dependencyOperations,
  ...lineageOperations,
  ...valueOperations,
  ...joinOperations,
  ...compareOperations,
};
