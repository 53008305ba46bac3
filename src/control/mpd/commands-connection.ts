/** Commands about the connection, and about what the server can (docs/MPD.md §3). */
import { roleReaches } from "../codes.ts";
import { type Call, type CommandTable, entry } from "./command.ts";
import { MpdError, quoted } from "./errors.ts";
import { isOtherTag, type TagName, tagNamed, tagNames } from "./tags.ts";

/** `all`: the whole table, these commands among it. */
export function connectionCommands(all: () => CommandTable): CommandTable {
  const names = (call: Call, may: boolean): void => {
    const { role } = call.client;
    const entries = Object.entries(all()).filter(([, it]) => roleReaches(role, it.role) === may);
    for (const name of entries.map(([each]) => each).sort()) call.out.field("command", name);
  };
  return {
    ping: entry("none", [0], () => undefined),
    password: entry("none", [1], password),
    commands: entry("none", [0], (call) => names(call, true)),
    notcommands: entry("none", [0], (call) => names(call, false)),
    tagtypes: entry("none", [0, 64], tagTypes),
    urlhandlers: entry("guest", [0], ({ out }) => {
      for (const scheme of ["http://", "https://"]) out.field("handler", scheme);
    }),
    decoders: entry("guest", [0], ({ out }) => {
      for (const [plugin, suffix, mime] of decoders) {
        out.field("plugin", plugin);
        out.field("suffix", suffix);
        out.field("mime_type", mime);
      }
    }),
    listpartitions: entry("guest", [0], ({ out }) => out.field("partition", "default")),
    partition: entry("guest", [1], ({ args: [name = ""] }) => {
      if (name !== "default") throw new MpdError("no-exist", "partition does not exist");
    }),
  };
}

/** What URLs may be of (docs/URLS.md §3). */
const decoders = [
  ["opus", "opus", "audio/ogg"],
  ["vorbis", "ogg", "audio/ogg"],
  ["flac", "flac", "audio/flac"],
  ["mpg123", "mp3", "audio/mpeg"],
  ["wav", "wav", "audio/wav"],
] as const;

function password({ world, client, host, args: [text = ""] }: Call): void {
  if (world.password?.isRight(text, host) !== true)
    throw new MpdError("password", "incorrect password");
  client.role = world.role;
}

function tagTypes({ client, out, args: [verb, ...tags] }: Call): void {
  switch (verb) {
    case undefined:
      for (const name of tagNames) if (client.tags.has(name)) out.field("tagtype", name);
      return;
    case "available":
      for (const name of tagNames) out.field("tagtype", name);
      return;
    case "all":
      client.tags = new Set(tagNames);
      return;
    case "clear":
      client.tags = new Set();
      return;
    case "reset":
      client.tags = new Set(namedTags(tags));
      return;
    case "enable":
      for (const name of namedTags(tags)) client.tags.add(name);
      return;
    case "disable":
      for (const name of namedTags(tags)) client.tags.delete(name);
      return;
    default:
      throw new MpdError("argument", "Unknown sub command");
  }
}

function namedTags(texts: readonly string[]): readonly TagName[] {
  if (texts.length === 0) throw new MpdError("argument", "Not enough arguments");
  return texts.flatMap((text) => {
    const tag = tagNamed(text);
    if (tag === undefined && !isOtherTag(text))
      throw new MpdError("argument", `Unknown tag type: ${quoted(text)}`);
    return tag ?? [];
  });
}
