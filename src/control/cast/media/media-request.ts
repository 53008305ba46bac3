/** A request in the media namespace that is owed an answer. Types only. */
import type { CastSender } from "../app.ts";
import type { JsonObject } from "../json.ts";

export interface MediaRequest {
  readonly from: CastSender;
  readonly content: JsonObject;
  /** Undefined where nobody waits for an answer. */
  readonly requestId: number | undefined;
}
