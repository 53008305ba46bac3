/**
 * Settings of the protobuf runtime, made once, before any generated code loads:
 * 64-bit fields are plain numbers (the protocols keep them below 2^53), not
 * objects of the `long` package. Import it ahead of `gen/`.
 */
import protobuf from "protobufjs/minimal.js";

// The types say a constructor; null is the documented way to have numbers.
protobuf.util.Long = null as unknown as typeof protobuf.util.Long;
protobuf.configure();
