export { formatBound, formatRange } from './bound.ts';
export { fileTypeWords } from './file-type.ts';
export {
  formatBits,
  formatBytes,
  formatCount,
  formatEffectiveNumber,
  formatExact,
  formatHhi,
  formatIndex,
  formatPercentDigits,
  formatPoints,
  formatQuantity,
  formatShare,
  keepTogether,
  NO_VALUE,
} from './number.ts';
export { boundsNote, boundWords, endsWords, fitsWords, isOuter, isOutside, OUTER_WORDS, outerWords, partialNote } from './open-weight.ts';
export { formatServedShare } from './served.ts';
export {
  baseWords,
  countOf,
  dimensionNoun,
  dimensionTitle,
  entityWords,
  formatAsOf,
  formatStamp,
  formatThreshold,
  joinedWords,
  listOf,
  plural,
  recognisedWords,
  recordsWords,
  shorten,
  unknownWords,
  weightNoun,
} from './words.ts';
