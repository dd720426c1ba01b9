import {
  ArrowLeftRight,
  BadgeCheck,
  Database,
  FileText,
  History,
  LayoutGrid,
  type LucideIcon,
  Network,
  Scissors,
  ShieldCheck,
  Table2,
  Waypoints,
} from 'lucide-react';
import { type ComponentType, lazy } from 'react';
import type { CommandId } from '../../shared/commands/index.ts';
import type { Screen } from '../state/ui.ts';

/** Every screen is its own bundle: grid and charts are fetched with the screens that draw them. */
export const SCREEN_COMPONENTS: Record<Screen, ComponentType> = {
  case: lazy(() => import('../features/case/CaseScreen.tsx').then((module) => ({ default: module.CaseScreen }))),
  sources: lazy(() => import('../features/sources/SourcesScreen.tsx').then((module) => ({ default: module.SourcesScreen }))),
  mapping: lazy(() => import('../features/mapping/MappingScreen.tsx').then((module) => ({ default: module.MappingScreen }))),
  quality: lazy(() => import('../features/quality/QualityScreen.tsx').then((module) => ({ default: module.QualityScreen }))),
  entities: lazy(() => import('../features/entities/EntitiesScreen.tsx').then((module) => ({ default: module.EntitiesScreen }))),
  views: lazy(() => import('../features/views/ViewsScreen.tsx').then((module) => ({ default: module.ViewsScreen }))),
  removal: lazy(() => import('../features/removal/RemovalScreen.tsx').then((module) => ({ default: module.RemovalScreen }))),
  compare: lazy(() => import('../features/compare/CompareScreen.tsx').then((module) => ({ default: module.CompareScreen }))),
  report: lazy(() => import('../features/report/ReportScreen.tsx').then((module) => ({ default: module.ReportScreen }))),
  history: lazy(() => import('../features/history/HistoryScreen.tsx').then((module) => ({ default: module.HistoryScreen }))),
  verify: lazy(() => import('../features/verify/VerifyScreen.tsx').then((module) => ({ default: module.VerifyScreen }))),
  settings: lazy(() => import('../features/settings/SettingsScreen.tsx').then((module) => ({ default: module.SettingsScreen }))),
  help: lazy(() => import('../features/help/HelpScreen.tsx').then((module) => ({ default: module.HelpScreen }))),
};

export type RailStep = { screen: Screen; label: string; command: CommandId; icon: LucideIcon; needsCase: boolean };

/** Steps of the rail, in the order of the work. */
export const RAIL: readonly RailStep[] = [
  { screen: 'case', label: 'Case', command: 'go.case', icon: LayoutGrid, needsCase: false },
  { screen: 'sources', label: 'Sources', command: 'go.sources', icon: Database, needsCase: true },
  { screen: 'mapping', label: 'Mapping', command: 'go.mapping', icon: Waypoints, needsCase: true },
  { screen: 'quality', label: 'Quality', command: 'go.quality', icon: ShieldCheck, needsCase: true },
  { screen: 'entities', label: 'Entities', command: 'go.entities', icon: Network, needsCase: true },
  { screen: 'views', label: 'Views', command: 'go.views', icon: Table2, needsCase: true },
  { screen: 'removal', label: 'Removal test', command: 'go.removal', icon: Scissors, needsCase: true },
  { screen: 'compare', label: 'Compare', command: 'go.compare', icon: ArrowLeftRight, needsCase: true },
  { screen: 'report', label: 'Report', command: 'go.report', icon: FileText, needsCase: true },
  { screen: 'history', label: 'History', command: 'go.history', icon: History, needsCase: true },
  { screen: 'verify', label: 'Verify', command: 'go.verify', icon: BadgeCheck, needsCase: false },
];
