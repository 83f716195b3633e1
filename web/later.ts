/** What is shown after the list, in one file with its style: loaded once the list and its chart are there. */
export { AccessDetail } from './access-detail.tsx';
export { AlarmStrips } from './alarm-strips.tsx';
export { BarTable } from './bar-table.tsx';
export { ColumnChooser } from './column-chooser.tsx';
export { EmptyList } from './empty-list.tsx';
export { FacetsDrawer } from './facets-drawer.tsx';
export { HelpDialog } from './help-dialog.tsx';
export { LeftOutLine } from './left-out-line.tsx';
export { OtherView } from './other-view.tsx';
export { PageFooter } from './page-footer.tsx';
export { RepeatList } from './repeat-list.tsx';
export { ReviewBar } from './review/review-bar.tsx';
export { SearchFound } from './search-found.tsx';
