/** What comes from the LAN, from remotes, from people and from the card, a million times wrong. */
import { fuzzEach } from "./fuzz-each.ts";
import { otherTargets } from "./other-targets.ts";

fuzzEach("decoders of what is not the link's", otherTargets);
