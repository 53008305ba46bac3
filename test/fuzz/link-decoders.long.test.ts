/** What comes over the link, a million times wrong. */
import { fuzzEach } from "./fuzz-each.ts";
import { linkTargets } from "./link-targets.ts";

fuzzEach("decoders of the link", linkTargets);
