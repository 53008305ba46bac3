/** Types of schema.js. */
import type { Schema } from "../../src/web/wire/schema.ts";

export function schemaTable(): Schema;
export function schemaText(): string;
