/** What is shown after the list, in one file with its style: loaded while the list is read. */
export { AccessDetail } from './access-detail.tsx';
export { HelpDialog } from './help-dialog.tsx';
export { OtherView } from './other-view.tsx';
export { PageFooter } from './page-footer.tsx';
export { ReviewBar } from './review/review-bar.tsx';
