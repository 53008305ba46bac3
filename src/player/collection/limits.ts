/** The numbers of src/player/collection, each with its reason. */

/** A file of what the household keeps together that is longer is none: all bounds of household/commons.ts at once. */
export const commonsFileBytesMax = 64 * 1024 * 1024;

/** URLs that a household keeps: some times as many stations as anybody knows. */
export const keptUrlsMax = 1_000;

/** From so many on those that no list names any more are cleared away. */
export const keptUrlsFree = 250;

/** A URL with its name, as an entry of what the household keeps together: below what one may take. */
export const keptUrlBytesMax = 2_000;

/** Playlists of a household: more than anybody finds one in. */
export const playlistsMax = 200;

/** Items of one playlist: a week of music, and a fifth of all that there may be. */
export const playlistItemsMax = 2_000;

/** Favourites likewise. */
export const favouritesMax = 2_000;

/** A name that a screen shows in a line, in UTF-8. */
export const playlistNameBytesMax = 128;

/** Buttons and numbers that people remember. */
export const presetsMax = 20;

/** Tracks that a preset holds by themselves: an album and more. What is longer is a playlist. */
export const presetTracksMax = 100;
