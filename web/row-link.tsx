/** What makes a row of the list one: the link to its access, stretched over the row, for the mouse and for the keys. */
import type { ComponentChildren } from 'preact';
import type { AccessSummary } from '../lib/api/contract.ts';
import { isPlainClick, linkTo } from './navigation.ts';
import { rowElementId } from './rows-in-view.ts';

interface RowLinkProps {
  readonly access: AccessSummary;
  readonly isOpen: boolean;
  /** One row of the list is reached with Tab; j and k lead to the others. */
  readonly isCurrent: boolean;
  readonly onOpen: (accessId: string) => void;
  readonly kind: 'row-link' | 'repeat-link';
  readonly children: ComponentChildren;
}

export const RowLink = ({ access, isOpen, isCurrent, onOpen, kind, children }: RowLinkProps) => {
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
      tabIndex={isCurrent ? 0 : -1}
      aria-current={isOpen ? 'true' : undefined}
      onClick={click}
    >
      {children}
    </a>
  );
};
