/** Who is, and who was, a member, as people are shown it; and whom they mean by a name. Pure. */
import { type MemberRole, memberIdOf } from "../household/certificate.ts";
import { HouseholdError } from "../household/errors.ts";
import type { RollMember } from "../wire/roll.ts";
import type { MemberNote } from "./member-notes.ts";

export interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly role: MemberRole;
  readonly state: "member" | "revoked" | "left";
  /** Wall times, ms; null where it never was, or nobody knows. */
  readonly joinedMs: number | null;
  readonly goneMs: number | null;
  readonly seenMs: number | null;
  readonly linkKey: Uint8Array;
}

/**
 * Members first, by name. What the roll says counts; notes tell the rest. `ownName`: what a member calls itself
 * since (MemberCard), undefined where it is as it was let in.
 */
export function memberRows(
  members: readonly RollMember[],
  notes: readonly MemberNote[],
  ownName: (id: string) => string | undefined,
): readonly MemberRow[] {
  const noted = new Map(notes.map((note) => [note.id, note]));
  const named = (row: MemberRow): MemberRow => ({ ...row, name: ownName(row.id) ?? row.name });
  const listed = members
    .map((member) => listedRow(member, noted.get(memberIdOf(member.linkKey))))
    .map(named);
  const ids = new Set(listed.map(({ id }) => id));
  const gone = notes
    .filter(({ id }) => !ids.has(id))
    .map(goneRow)
    .map(named);
  const byName = (a: MemberRow, b: MemberRow): number =>
    a.name.localeCompare(b.name) || a.id.localeCompare(b.id);
  return [...listed.sort(byName), ...gone.sort(byName)];
}

function listedRow({ linkKey, name, origin }: RollMember, note: MemberNote | undefined): MemberRow {
  return {
    id: memberIdOf(linkKey),
    name,
    role: origin === undefined ? "speaker" : "origin",
    state: "member",
    joinedMs: note?.joinedMs ?? null,
    goneMs: null,
    seenMs: note?.seenMs ?? null,
    linkKey,
  };
}

function goneRow(note: MemberNote): MemberRow {
  const { id, name, role, linkKey, how } = note;
  return {
    id,
    name,
    role,
    // Noted as a member, and in no roll: another origin put it out.
    state: how === "left" ? "left" : "revoked",
    joinedMs: note.joinedMs ?? null,
    goneMs: note.goneMs ?? null,
    seenMs: note.seenMs ?? null,
    linkKey,
  };
}

/** The member of that id or name. Throws HouseholdError `no-such-member`, `ambiguous-member`. */
export function memberCalled(rows: readonly MemberRow[], text: string): MemberRow {
  const wanted = text.toLowerCase();
  const present = rows.filter(({ state }) => state === "member");
  const byId = present.filter(({ id }) => id === wanted);
  const found =
    byId.length > 0 ? byId : present.filter(({ name }) => name.toLowerCase() === wanted);
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  if (first === undefined) {
    throw new HouseholdError("no-such-member", `no member has the id or name "${text}"`, {
      remedy: "see who is a member with: nightjar origin members --data DIR",
    });
  }
  const ids = found.map(({ id }) => id).join(", ");
  throw new HouseholdError("ambiguous-member", `several members are called "${text}": ${ids}`, {
    remedy: "give the id of the one you mean",
  });
}

/** As `memberCalled`, among origins. Throws HouseholdError `not-this-member` where a speaker is called so. */
export function originCalled(rows: readonly MemberRow[], text: string): MemberRow {
  const wanted = text.toLowerCase();
  const isIt = ({ id, name }: MemberRow): boolean => id === wanted || name.toLowerCase() === wanted;
  const called = rows.filter((row) => row.state === "member" && isIt(row));
  const speaker = called.find(({ role }) => role === "speaker");
  if (speaker !== undefined && called.every(({ role }) => role === "speaker"))
    throw new HouseholdError("not-this-member", `${speaker.name} is a speaker, not an origin`, {
      remedy: "name another origin; let one in with: nightjar origin invite --origin",
    });
  return memberCalled(
    rows.filter(({ role }) => role === "origin"),
    text,
  );
}
