import type { EditRequest } from '../pipeline/options.ts';
import type { Outcome } from '../queue/contracts.ts';

/** How a result is laid out: one picture, four seeds, a row of guidance scales, or a mask alone. */
type Layout = 'single' | 'variations' | 'ladder' | 'mask';

/** `asked`: written down; `queued`: a worker will take it. */
export type UnfinishedState = 'asked' | 'queued';

/** Where an edit is shown. */
export interface Destination {
  /** The channel the request came from, or the member's direct messages. */
  readonly channelId: string;
  /** The thread that was opened for it. */
  readonly threadId?: string;
  /** The message that is edited while the work goes on: in the thread where there is one. */
  readonly statusId?: string;
}

/** A request as it came. */
export interface NewEdit {
  readonly interactionId: string;
  readonly userId: string;
  readonly guildId?: string | undefined;
  /** Discord's name of the language to answer in. */
  readonly locale: string;
  readonly layout: Layout;
  /** The edit whose button asked for this one; it may be gone. */
  readonly parentId?: string | undefined;
  /** Artifact of the picture as it was sent. */
  readonly source: string;
  readonly sourceName: string;
  readonly pack?: string | undefined;
  readonly base: Omit<EditRequest, 'to'> & { readonly to?: string };
  readonly runs: readonly Partial<EditRequest>[];
  /** How the member's words were understood, to be shown with the result. */
  readonly note?: string | undefined;
  readonly private: boolean;
  /** The channel it was asked for in; the thread and the status are added later. */
  readonly destination: Destination;
  /** Bytes that one file there may have. */
  readonly sizeLimit: number;
}

export interface StoredEdit extends NewEdit {
  readonly id: string;
  /** Attachment of the status message that shows the mask. */
  readonly overlayId: string | undefined;
  /** Whether the status message still says that there is something to wait for. */
  readonly statusOpen: boolean;
  readonly state: UnfinishedState | 'done' | 'refused' | 'cancelled' | 'failed';
  readonly result: Outcome | undefined;
  readonly createdAt: Date;
}
