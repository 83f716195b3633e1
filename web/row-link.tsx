/** What makes a row of the list one: the link to its access, for the mouse and for the keys. */
import type { ComponentChildren } from 'preact';
import type { AccessSummary } from '../lib/api/contract.ts';
import { rowElementId } from './rows-in-view.ts';
import { linkTo } from './use-open-access.ts';

interface RowLinkProps {
  readonly access: AccessSummary;
  readonly isOpen: boolean;
  readonly onOpen: (accessId: string) => void;
  readonly kind: 'row-link' | 'repeat-link';
  readonly children: ComponentChildren;
}

/** Clicks that ask the browser for a new tab or window stay the browser's. */
const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

export const RowLink = ({ access, isOpen, onOpen, kind, children }: RowLinkProps) => {
  const click = (event: MouseEvent): void => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    onOpen(access.accessId);
  };
  return (
    <a
      class={kind}
      id={rowElementId(access.accessId)}
      data-access={access.accessId}
      href={linkTo(access.accessId)}
      aria-current={isOpen ? 'true' : undefined}
      onClick={click}
    >
      {children}
    </a>
  );
};
