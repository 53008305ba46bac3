/** What comes from the LAN, from remotes, from people and from the card, a million times wrong. */
import { castTargets } from "./cast-targets.ts";
import { fuzzEach } from "./fuzz-each.ts";
import { mediaTargets } from "./media-targets.ts";
import { mpdTargets } from "./mpd-targets.ts";
import { otherTargets } from "./other-targets.ts";

fuzzEach("containers of media", mediaTargets);
fuzzEach("the MPD protocol", mpdTargets);
fuzzEach("Cast senders", castTargets);
fuzzEach("decoders of what is not the link's", otherTargets);
