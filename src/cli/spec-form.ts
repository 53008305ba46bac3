/** What a command's entry is made of, and what several entries say. Data only. */

export interface OptionSpec {
  /** Name of the value; undefined for a switch. */
  readonly value?: string;
  /** May be given more than once. */
  readonly many?: boolean;
  readonly about: string;
}

export interface CommandSpec {
  readonly args: string;
  readonly about: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** What an argument may be, where `args` does not list it. */
  readonly words?: readonly string[];
  /** More to say, one paragraph a line. */
  readonly notes?: readonly string[];
}

export const json: OptionSpec = { about: "print JSON" };

export const ctlOptions: Readonly<Record<string, OptionSpec>> = {
  data: { value: "DIR", about: "the speaker with this data folder, over its Unix socket" },
  speaker: { value: "NAME|HOST:PORT", about: "a speaker on the network that was paired" },
  json,
};

export const ctl = (
  args: string,
  about: string,
  extra: Partial<CommandSpec> = {},
): CommandSpec => ({
  args,
  about,
  ...extra,
  options: { ...ctlOptions, ...extra.options },
});
