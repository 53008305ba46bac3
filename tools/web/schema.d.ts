/** Types of schema.js. */
import type { Schema } from "../../src/web/wire/codec.ts";

export function schemaTable(): Schema;
