/** `nightjar origin invite|members|revoke|hand-over`: beside the running daemon, and without it. */
import { equalBytes } from "../base/bytes.ts";
import { memberIdOf } from "../household/certificate.ts";
import { Commons } from "../household/commons.ts";
import { HouseholdError } from "../household/errors.ts";
import { householdTag } from "../household/household-tag.ts";
import { formatInvite } from "../household/invite.ts";
import { cardOf } from "../household/member-card.ts";
import { CommonsRecord } from "../origin/commons-record.ts";
import { HandOver } from "../origin/hand-over.ts";
import { type MemberRow, memberCalled, memberRows, originCalled } from "../origin/member-rows.ts";
import { noHouseholdKey } from "../origin/members.ts";
import { MetaStore } from "../origin/meta-store.ts";
import { figuresSocket } from "../origin/origin.ts";
import { invitedAddresses, type OriginRecords } from "../origin/origin-records.ts";
import { askFigures } from "../origin/stats-socket.ts";
import { painter } from "./format.ts";
import { jsonLine } from "./json-line.ts";
import { defaultPorts } from "./listen.ts";
import type { Machine } from "./machine.ts";
import type { HouseholdAction, OriginQuery } from "./options.ts";
import { openRecords } from "./origin-commands.ts";
import { qrCode } from "./qr-code.ts";
import { renderMembers, type ShownMember } from "./render-members.ts";

export async function household(
  machine: Machine,
  query: OriginQuery,
  action: HouseholdAction,
  signal: AbortSignal,
): Promise<void> {
  switch (action.name) {
    case "invite":
      return await invite(machine, query, action.role);
    case "members":
      return await members(machine, query, signal);
    case "revoke":
      return await revoke(machine, query, action.who, signal);
    case "hand-over":
      return await handOver(machine, query, action.who);
  }
}

/** Prints one URI that admits a member, and its QR code for who sits at a terminal. */
async function invite(
  machine: Machine,
  query: OriginQuery,
  role: "speaker" | "origin",
): Promise<void> {
  await using records = await openRecords(machine, query.dataDir);
  const { out, err } = machine.terminal;
  const listen = records.listen ?? { host: "0.0.0.0", port: defaultPorts.origin };
  const made = records.admission.invite(invitedAddresses(machine.network, listen), role);
  const uri = formatInvite(made);
  const expires = new Date(made.expiresMs).toISOString();
  const household = householdTag(made.household);
  const code = out.isTty && err.isTty && !query.json ? qrCode(uri, err) : [];
  for (const line of code) err.write(`${line}\n`);
  out.write(query.json ? jsonLine({ uri, expires, role, household }) : `${uri}\n`);
}

async function members(machine: Machine, query: OriginQuery, signal: AbortSignal): Promise<void> {
  await using records = await openRecords(machine, query.dataDir);
  const { out } = machine.terminal;
  const connected = await connectedNow(machine, query, signal);
  const rows = (await rowsOf(records)).map((row) => shown(row, connected));
  const width = out.isTty ? out.columns : Number.POSITIVE_INFINITY;
  const nowMs = machine.clock.wallMs();
  const lines = (): string[] => renderMembers(rows, nowMs, { width, paint: painter(out.colour) });
  out.write(query.json ? jsonLine(rows) : `${lines().join("\n")}\n`);
}

/** Throws HouseholdError. The daemon hears of it at once, the speakers within moments. */
async function revoke(
  machine: Machine,
  query: OriginQuery,
  who: string,
  signal: AbortSignal,
): Promise<void> {
  await using records = await openRecords(machine, query.dataDir);
  const row = memberCalled(await rowsOf(records), who);
  if (equalBytes(row.linkKey, records.keys.linkKey)) throw ownKey();
  records.admission.revoke(row.linkKey, "revoked");
  const running = (await connectedNow(machine, query, signal)) !== undefined;
  const { id, name } = row;
  const words = running
    ? `${name} is out; its sessions are closed`
    : `${name} is out; speakers hear of it once this origin runs`;
  machine.terminal.out.write(query.json ? jsonLine({ ok: true, id, name }) : `${words}\n`);
}

/** The other origin takes the key when both run. Throws HouseholdError. */
async function handOver(machine: Machine, query: OriginQuery, who: string): Promise<void> {
  await using records = await openRecords(machine, query.dataDir);
  const { privateKey } = records.keys.household;
  if (privateKey === undefined) throw noHouseholdKey();
  const { id, name, linkKey } = originCalled(await rowsOf(records), who);
  const order = new HandOver(records.database);
  if (
    equalBytes(linkKey, records.keys.linkKey) ||
    !order.order(privateKey, linkKey, machine.entropy)
  )
    throw new HouseholdError("not-this-member", "that is this origin, which has the key already", {
      remedy: "name another origin; let one in with: nightjar origin invite --origin",
    });
  const words = `${name} takes the household's key as soon as both origins run`;
  machine.terminal.out.write(query.json ? jsonLine({ ok: true, id, name }) : `${words}\n`);
}

/** With the names that they have now, as far as this origin heard. */
async function rowsOf(records: OriginRecords): Promise<readonly MemberRow[]> {
  const { roll, notes } = records.admission.members;
  const commons = new Commons(memberIdOf(records.link.publicKey));
  const kept = await new CommonsRecord(new MetaStore(records.database)).load();
  if (kept !== undefined) commons.restore(kept);
  return memberRows(roll?.members ?? [], notes.all(), (id) => cardOf(commons, id)?.name);
}

/** Ids; undefined where the daemon does not run. It looks at its database when it is asked. */
async function connectedNow(
  { network, disk }: Machine,
  { dataDir }: OriginQuery,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  const figures = await askFigures(network, disk.join(dataDir, figuresSocket), signal);
  return figures && new Set(figures.connected ?? []);
}

function shown(row: MemberRow, connected: ReadonlySet<string> | undefined): ShownMember {
  const { id, name, role, state, joinedMs, goneMs, seenMs } = row;
  const time = (ms: number | null): string | null =>
    ms === null ? null : new Date(ms).toISOString();
  return {
    id,
    name,
    role,
    state,
    joined: time(joinedMs),
    revoked: time(goneMs),
    connected: connected?.has(id) === true,
    lastSeen: time(seenMs),
  };
}

function ownKey(): HouseholdError {
  return new HouseholdError("not-this-member", "this is the origin itself", {
    remedy: "hand the household over and put it out at the other origin",
  });
}
