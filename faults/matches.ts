/** Which exchange a rule means. */
import { type Exchange, isSend } from './exchange.ts';

export interface Match {
  readonly from?: string;
  /** A whole operation, or the beginning of several. */
  readonly operation?: string;
  /** Only where the request names this access. */
  readonly about?: { readonly accessId: string };
  /** Only where the item's key or the request holds this text. */
  readonly holding?: string;
  /** Only what tells people. */
  readonly sends?: true;
}

export const matching =
  ({ from, operation, about, holding, sends }: Match): ((exchange: Exchange) => boolean) =>
  (exchange) =>
    (from === undefined || exchange.caller === from) &&
    (operation === undefined || exchange.operation.startsWith(operation)) &&
    (about === undefined || exchange.body.includes(about.accessId)) &&
    (holding === undefined || exchange.key.includes(holding) || exchange.body.includes(holding)) &&
    (sends === undefined || isSend(exchange));
