/** First run: how this browser is let in. */
import { text } from "../text.ts";
import { useRemote } from "./context.ts";

export default function Pairing() {
  const remote = useRemote();
  const link = remote.link.value;
  const revoked = link.kind === "unpaired" && link.revoked;
  const name = remote.connection.welcome?.name || text.app;
  return (
    <main class="pairing scroll">
      <div class="moon" aria-hidden="true" />
      <h1>{revoked ? text.pairing.revokedTitle : text.pairing.welcome(name)}</h1>
      <p>{revoked ? text.pairing.revoked : text.pairing.intro}</p>
    </main>
  );
}
