/** The remote, for every view. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { assert } from "../../base/assert.ts";
import type { Remote } from "../remote.ts";

export const RemoteContext = createContext<Remote | undefined>(undefined);

export function useRemote(): Remote {
  const remote = useContext(RemoteContext);
  assert(remote !== undefined, "views are drawn within a RemoteContext");
  return remote;
}
