/** Settings: quality, who may control the speaker, what it is. */

import { useState } from "preact/hooks";
import { keysOff } from "../browser/keys.ts";
import { roomsMs } from "../limits.ts";
import { text } from "../text.ts";
import { type Client, role, type Status } from "../wire/messages.ts";
import { useRemote } from "./context.ts";
import { Head } from "./head.tsx";
import { Icon, type IconName } from "./icons.tsx";
import { NameForm } from "./name-form.tsx";
import { usePolled } from "./polled.ts";
import { Household, Tone, VolumeGuard } from "./sound-settings.tsx";

export function Settings() {
  const remote = useRemote();
  const { value: status, again } = usePolled(
    roomsMs,
    async () => (await remote.query({ status: {} })).status ?? undefined,
  );
  return (
    <section class="view settings">
      <Head title={text.settings.title} />
      {remote.online.value && !remote.mayEdit.value && <p class="hint">{text.settings.guest}</p>}
      {status !== undefined && <Quality status={status} again={again} />}
      {remote.mayEdit.value && <Tone />}
      {remote.state.value?.sound != null && (
        <LinkCard icon="alarm" view="alarms" hint={text.alarms.hint} />
      )}
      {remote.isAdmin.value && <VolumeGuard />}
      <Kept />
      <Household />
      {status !== undefined && <About status={status} again={again} />}
      {remote.isAdmin.value && <Remotes />}
      {remote.mayEdit.value && <LinkCard icon="history" view="audit" hint={text.audit.hint} />}
      <ThisPage />
    </section>
  );
}

function Quality({ status, again }: { readonly status: Status; readonly again: () => void }) {
  const remote = useRemote();
  const now = status.quality?.origin ?? "auto";
  const choices = ["auto", "lossless", "320", "160", "96"] as const;
  return (
    <fieldset class="card" disabled={!remote.mayEdit.value || !remote.online.value}>
      <legend>{text.settings.sound}</legend>
      <p class="hint">{text.settings.qualityHint}</p>
      <div class="choices">
        {choices.map((quality) => (
          <label key={quality} class="choice">
            <input
              type="radio"
              name="quality"
              checked={now === quality}
              onChange={() => void remote.command({ quality: { quality } }).then(again)}
            />
            {text.settings.qualities[quality]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Kept() {
  const remote = useRemote();
  const { value = [], again } = usePolled(
    roomsMs,
    async () => (await remote.query({ pins: { limit: 50 } })).pins?.pins ?? [],
  );
  return (
    <section class="card">
      <h2>{text.settings.kept}</h2>
      <p class="hint">{value.length === 0 ? text.settings.keptNone : text.settings.keptHint}</p>
      <ul class="plain">
        {value.map(({ track, state, bytes, why }) => (
          <li key={track?.id} class="line">
            <span class="two">
              <b>{track?.title}</b>
              <span>
                {[text.settings.keptState[state], text.units.bytes(bytes), why]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            {remote.mayEdit.value && (
              <button
                type="button"
                class="round small"
                aria-label={`${text.library.unpin}: ${track?.title}`}
                onClick={() =>
                  void remote.command({ unpin: { what: [track?.id ?? ""] } }).then(again)
                }
              >
                <Icon name="trash" size={20} />
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function About({ status, again }: { readonly status: Status; readonly again: () => void }) {
  const remote = useRemote();
  const [renames, rename] = useState(false);
  const { speakerName, speakerId, version, uptimeS, output } = status;
  return (
    <section class="card">
      <h2>{text.settings.speaker}</h2>
      <dl>
        <dt>{text.settings.name}</dt>
        <dd>
          {speakerName}{" "}
          {remote.isAdmin.value && (
            <button
              type="button"
              class="pill"
              disabled={!remote.online.value}
              onClick={() => rename(true)}
            >
              {text.collection.rename}
            </button>
          )}
        </dd>
        <dt>{text.settings.output}</dt>
        <dd>
          {[output?.device, output?.rate ? `${output.rate / 1000} kHz` : "", output?.trouble]
            .filter(Boolean)
            .join(" · ")}
        </dd>
        <dt>{text.settings.version}</dt>
        <dd>{version}</dd>
        <dt>{text.settings.up}</dt>
        <dd>{text.units.uptime(uptimeS)}</dd>
        <dt>{text.settings.id}</dt>
        <dd class="mono">{speakerId}</dd>
      </dl>
      {renames && (
        <NameForm
          label={text.settings.rename}
          value={speakerName}
          close={() => rename(false)}
          done={(name) => void remote.command({ rename: { name } }).then(again)}
        />
      )}
      <ViewLink icon="pulse" view="diagnostics" hint={text.settings.diagnosticsHint} />
    </section>
  );
}

interface ViewLinkProps {
  readonly icon: IconName;
  readonly view: "alarms" | "audit" | "diagnostics";
  readonly hint: string;
}

function ViewLink({ icon, view, hint }: ViewLinkProps) {
  return (
    <a class="line link" href={`#/${view}`}>
      <Icon name={icon} />
      <span class="two">
        <b>{text.nav[view]}</b>
        <span>{hint}</span>
      </span>
      <Icon name="forward" size={20} />
    </a>
  );
}

function LinkCard(props: ViewLinkProps) {
  return (
    <section class="card">
      <ViewLink {...props} />
    </section>
  );
}

function Remotes() {
  const remote = useRemote();
  const { value = [], again } = usePolled(
    roomsMs,
    async () => (await remote.query({ clients: {} })).clients?.clients ?? [],
  );
  const revoke = (client: Client) => {
    if (!confirm(text.settings.revokeSure)) return;
    void remote.administer({ revoke: { clientId: client.id } }).then(again);
  };
  return (
    <section class="card">
      <h2>{text.settings.remotes}</h2>
      <p class="hint">{text.settings.remotesHint}</p>
      <LetIn />
      <ul class="plain">
        {value.map((client, i) => (
          <li key={client.id || i} class="line">
            <span class="two">
              <b>{client.name || client.kind}</b>
              <span>
                {[
                  client.id === "" ? text.settings.unix : text.settings.roles[client.role],
                  client.kind,
                  client.connections > 0 && client.id !== "" && text.settings.connected,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            {client.id !== "" && (
              <button
                type="button"
                class="pill"
                aria-label={text.settings.revoke(client.name)}
                onClick={() => revoke(client)}
              >
                {text.settings.revokeShort}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Opens the speaker for one more remote: the code is spoken, and shown here. */
function LetIn() {
  const remote = useRemote();
  const [code, setCode] = useState("");
  const open = async (as: number) => {
    const reply = await remote.administer({ pairOpen: { role: as } });
    setCode(reply?.pairWindow?.code ?? "");
  };
  return (
    <>
      <div class="choices">
        {([role.member, role.guest] as const).map((as) => (
          <button
            key={as}
            type="button"
            class="pill"
            disabled={!remote.online.value}
            onClick={() => void open(as)}
          >
            <Icon name="add" size={18} />
            {text.settings.letIn[as]}
          </button>
        ))}
      </div>
      {code !== "" && (
        <p class="code" role="status">
          <b>{code}</b>
          <span class="hint">{text.settings.codeHint}</span>
        </p>
      )}
    </>
  );
}

function ThisPage() {
  return (
    <section class="card">
      <h2>{text.settings.thisPage}</h2>
      <label class="line">
        <span class="two">
          <b>{text.settings.shortcuts}</b>
          <span>{text.settings.shortcutsHint}</span>
        </span>
        <input
          type="checkbox"
          class="switch"
          checked={!keysOff.value}
          onChange={(event) => {
            keysOff.value = !event.currentTarget.checked;
          }}
        />
      </label>
      <p class="hint">{text.settings.plain}</p>
    </section>
  );
}
