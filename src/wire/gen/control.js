/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["nightjar-control"] || ($protobuf.roots["nightjar-control"] = {});

export const nightjar = $root.nightjar = (() => {

    const nightjar = {};

    nightjar.control = (function() {

        const control = {};

        control.Frame = (function() {

            const Frame = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Frame.prototype.id = 0;
            Frame.prototype.replyTo = 0;
            Frame.prototype.hello = null;
            Frame.prototype.welcome = null;
            Frame.prototype.pairStep = null;
            Frame.prototype.auth = null;
            Frame.prototype.authOk = null;
            Frame.prototype.subscribe = null;
            Frame.prototype.snapshot = null;
            Frame.prototype.delta = null;
            Frame.prototype.command = null;
            Frame.prototype.result = null;
            Frame.prototype.query = null;
            Frame.prototype.queryReply = null;
            Frame.prototype.ping = null;
            Frame.prototype.pong = null;
            Frame.prototype.goodbye = null;
            Frame.prototype.admin = null;
            Frame.prototype.adminReply = null;

            let $oneOfFields;

            $Object.defineProperty(Frame.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "welcome", "pairStep", "auth", "authOk", "subscribe", "snapshot", "delta", "command", "result", "query", "queryReply", "ping", "pong", "goodbye", "admin", "adminReply"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Frame.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                    writer.uint32(8).uint32(message.id);
                if (message.replyTo != null && $Object.hasOwnProperty.call(message, "replyTo") && message.replyTo !== 0)
                    writer.uint32(16).uint32(message.replyTo);
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.nightjar.control.Hello.encode(message.hello, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.welcome != null && $Object.hasOwnProperty.call(message, "welcome"))
                    $root.nightjar.control.Welcome.encode(message.welcome, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.pairStep != null && $Object.hasOwnProperty.call(message, "pairStep"))
                    $root.nightjar.control.PairStep.encode(message.pairStep, writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.auth != null && $Object.hasOwnProperty.call(message, "auth"))
                    $root.nightjar.control.Auth.encode(message.auth, writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.authOk != null && $Object.hasOwnProperty.call(message, "authOk"))
                    $root.nightjar.control.AuthOk.encode(message.authOk, writer.uint32(114).fork(), _depth + 1).ldelim();
                if (message.subscribe != null && $Object.hasOwnProperty.call(message, "subscribe"))
                    $root.nightjar.control.Subscribe.encode(message.subscribe, writer.uint32(122).fork(), _depth + 1).ldelim();
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    $root.nightjar.control.Snapshot.encode(message.snapshot, writer.uint32(130).fork(), _depth + 1).ldelim();
                if (message.delta != null && $Object.hasOwnProperty.call(message, "delta"))
                    $root.nightjar.control.Delta.encode(message.delta, writer.uint32(138).fork(), _depth + 1).ldelim();
                if (message.command != null && $Object.hasOwnProperty.call(message, "command"))
                    $root.nightjar.control.Command.encode(message.command, writer.uint32(146).fork(), _depth + 1).ldelim();
                if (message.result != null && $Object.hasOwnProperty.call(message, "result"))
                    $root.nightjar.control.Result.encode(message.result, writer.uint32(154).fork(), _depth + 1).ldelim();
                if (message.query != null && $Object.hasOwnProperty.call(message, "query"))
                    $root.nightjar.control.Query.encode(message.query, writer.uint32(162).fork(), _depth + 1).ldelim();
                if (message.queryReply != null && $Object.hasOwnProperty.call(message, "queryReply"))
                    $root.nightjar.control.QueryReply.encode(message.queryReply, writer.uint32(170).fork(), _depth + 1).ldelim();
                if (message.ping != null && $Object.hasOwnProperty.call(message, "ping"))
                    $root.nightjar.control.Ping.encode(message.ping, writer.uint32(178).fork(), _depth + 1).ldelim();
                if (message.pong != null && $Object.hasOwnProperty.call(message, "pong"))
                    $root.nightjar.control.Pong.encode(message.pong, writer.uint32(186).fork(), _depth + 1).ldelim();
                if (message.goodbye != null && $Object.hasOwnProperty.call(message, "goodbye"))
                    $root.nightjar.control.Goodbye.encode(message.goodbye, writer.uint32(202).fork(), _depth + 1).ldelim();
                if (message.admin != null && $Object.hasOwnProperty.call(message, "admin"))
                    $root.nightjar.control.Admin.encode(message.admin, writer.uint32(210).fork(), _depth + 1).ldelim();
                if (message.adminReply != null && $Object.hasOwnProperty.call(message, "adminReply"))
                    $root.nightjar.control.AdminReply.encode(message.adminReply, writer.uint32(218).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Frame.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Frame();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.replyTo = value;
                            else
                                delete message.replyTo;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.hello = $root.nightjar.control.Hello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.body = "hello";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.welcome = $root.nightjar.control.Welcome.decode(reader, reader.size(), $undefined, _depth + 1, message.welcome);
                            message.body = "welcome";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.pairStep = $root.nightjar.control.PairStep.decode(reader, reader.size(), $undefined, _depth + 1, message.pairStep);
                            message.body = "pairStep";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.auth = $root.nightjar.control.Auth.decode(reader, reader.size(), $undefined, _depth + 1, message.auth);
                            message.body = "auth";
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.authOk = $root.nightjar.control.AuthOk.decode(reader, reader.size(), $undefined, _depth + 1, message.authOk);
                            message.body = "authOk";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            message.subscribe = $root.nightjar.control.Subscribe.decode(reader, reader.size(), $undefined, _depth + 1, message.subscribe);
                            message.body = "subscribe";
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            message.snapshot = $root.nightjar.control.Snapshot.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshot);
                            message.body = "snapshot";
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            message.delta = $root.nightjar.control.Delta.decode(reader, reader.size(), $undefined, _depth + 1, message.delta);
                            message.body = "delta";
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            message.command = $root.nightjar.control.Command.decode(reader, reader.size(), $undefined, _depth + 1, message.command);
                            message.body = "command";
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            message.result = $root.nightjar.control.Result.decode(reader, reader.size(), $undefined, _depth + 1, message.result);
                            message.body = "result";
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            message.query = $root.nightjar.control.Query.decode(reader, reader.size(), $undefined, _depth + 1, message.query);
                            message.body = "query";
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            message.queryReply = $root.nightjar.control.QueryReply.decode(reader, reader.size(), $undefined, _depth + 1, message.queryReply);
                            message.body = "queryReply";
                            continue;
                        }
                    case 22: {
                            if (wireType !== 2)
                                break;
                            message.ping = $root.nightjar.control.Ping.decode(reader, reader.size(), $undefined, _depth + 1, message.ping);
                            message.body = "ping";
                            continue;
                        }
                    case 23: {
                            if (wireType !== 2)
                                break;
                            message.pong = $root.nightjar.control.Pong.decode(reader, reader.size(), $undefined, _depth + 1, message.pong);
                            message.body = "pong";
                            continue;
                        }
                    case 25: {
                            if (wireType !== 2)
                                break;
                            message.goodbye = $root.nightjar.control.Goodbye.decode(reader, reader.size(), $undefined, _depth + 1, message.goodbye);
                            message.body = "goodbye";
                            continue;
                        }
                    case 26: {
                            if (wireType !== 2)
                                break;
                            message.admin = $root.nightjar.control.Admin.decode(reader, reader.size(), $undefined, _depth + 1, message.admin);
                            message.body = "admin";
                            continue;
                        }
                    case 27: {
                            if (wireType !== 2)
                                break;
                            message.adminReply = $root.nightjar.control.AdminReply.decode(reader, reader.size(), $undefined, _depth + 1, message.adminReply);
                            message.body = "adminReply";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Frame;
        })();

        control.Hello = (function() {

            const Hello = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Hello.prototype.major = 0;
            Hello.prototype.clientName = "";
            Hello.prototype.clientKind = "";

            Hello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.major != null && $Object.hasOwnProperty.call(message, "major") && message.major !== 0)
                    writer.uint32(8).uint32(message.major);
                if (message.clientName != null && $Object.hasOwnProperty.call(message, "clientName") && message.clientName !== "")
                    writer.uint32(18).string(message.clientName);
                if (message.clientKind != null && $Object.hasOwnProperty.call(message, "clientKind") && message.clientKind !== "")
                    writer.uint32(26).string(message.clientKind);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Hello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Hello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.major = value;
                            else
                                delete message.major;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clientName = value;
                            else
                                delete message.clientName;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clientKind = value;
                            else
                                delete message.clientKind;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Hello;
        })();

        control.Welcome = (function() {

            const Welcome = function (properties) {
                this.features = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Welcome.prototype.major = 0;
            Welcome.prototype.speakerId = "";
            Welcome.prototype.name = "";
            Welcome.prototype.features = $util.emptyArray;
            Welcome.prototype.maxFrame = 0;
            Welcome.prototype.maxInflight = 0;
            Welcome.prototype.epoch = "";
            Welcome.prototype.serverMonoUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Welcome.prototype.authMode = 0;
            Welcome.prototype.role = 0;
            Welcome.prototype.challenge = $util.newBuffer([]);
            Welcome.prototype.pairOpenMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Welcome.prototype.pairLockedMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Welcome.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.major != null && $Object.hasOwnProperty.call(message, "major") && message.major !== 0)
                    writer.uint32(8).uint32(message.major);
                if (message.speakerId != null && $Object.hasOwnProperty.call(message, "speakerId") && message.speakerId !== "")
                    writer.uint32(18).string(message.speakerId);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(26).string(message.name);
                if (message.features != null && message.features.length)
                    for (let i = 0; i < message.features.length; ++i)
                        writer.uint32(34).string(message.features[i]);
                if (message.maxFrame != null && $Object.hasOwnProperty.call(message, "maxFrame") && message.maxFrame !== 0)
                    writer.uint32(40).uint32(message.maxFrame);
                if (message.maxInflight != null && $Object.hasOwnProperty.call(message, "maxInflight") && message.maxInflight !== 0)
                    writer.uint32(48).uint32(message.maxInflight);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== "")
                    writer.uint32(58).string(message.epoch);
                if (message.serverMonoUs != null && $Object.hasOwnProperty.call(message, "serverMonoUs") && (typeof message.serverMonoUs === "object" ? message.serverMonoUs.low || message.serverMonoUs.high : message.serverMonoUs !== 0))
                    writer.uint32(64).uint64(message.serverMonoUs);
                if (message.authMode != null && $Object.hasOwnProperty.call(message, "authMode") && message.authMode !== 0)
                    writer.uint32(72).int32(message.authMode);
                if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                    writer.uint32(80).int32(message.role);
                if (message.challenge != null && $Object.hasOwnProperty.call(message, "challenge") && message.challenge.length)
                    writer.uint32(90).bytes(message.challenge);
                if (message.pairOpenMs != null && $Object.hasOwnProperty.call(message, "pairOpenMs") && (typeof message.pairOpenMs === "object" ? message.pairOpenMs.low || message.pairOpenMs.high : message.pairOpenMs !== 0))
                    writer.uint32(96).uint64(message.pairOpenMs);
                if (message.pairLockedMs != null && $Object.hasOwnProperty.call(message, "pairLockedMs") && (typeof message.pairLockedMs === "object" ? message.pairLockedMs.low || message.pairLockedMs.high : message.pairLockedMs !== 0))
                    writer.uint32(104).uint64(message.pairLockedMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Welcome.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Welcome();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.major = value;
                            else
                                delete message.major;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.speakerId = value;
                            else
                                delete message.speakerId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.features && message.features.length))
                                message.features = [];
                            message.features.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxFrame = value;
                            else
                                delete message.maxFrame;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxInflight = value;
                            else
                                delete message.maxInflight;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.serverMonoUs = value;
                            else
                                delete message.serverMonoUs;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.authMode = value;
                            else
                                delete message.authMode;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.role = value;
                            else
                                delete message.role;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.challenge = value;
                            else
                                delete message.challenge;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.pairOpenMs = value;
                            else
                                delete message.pairOpenMs;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.pairLockedMs = value;
                            else
                                delete message.pairLockedMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Welcome;
        })();

        control.AuthMode = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "AUTH_MODE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "AUTH_MODE_NONE"] = 1;
            values[valuesById[2] = "AUTH_MODE_SIGNATURE"] = 2;
            return values;
        })();

        control.Role = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ROLE_NONE"] = 0;
            values[valuesById[1] = "ROLE_GUEST"] = 1;
            values[valuesById[2] = "ROLE_MEMBER"] = 2;
            values[valuesById[3] = "ROLE_ADMIN"] = 3;
            return values;
        })();

        control.Auth = (function() {

            const Auth = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Auth.prototype.publicKey = $util.newBuffer([]);
            Auth.prototype.signature = $util.newBuffer([]);

            Auth.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(10).bytes(message.publicKey);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(18).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Auth.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Auth();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Auth;
        })();

        control.AuthOk = (function() {

            const AuthOk = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AuthOk.prototype.role = 0;
            AuthOk.prototype.expiresInMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            AuthOk.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                    writer.uint32(8).int32(message.role);
                if (message.expiresInMs != null && $Object.hasOwnProperty.call(message, "expiresInMs") && (typeof message.expiresInMs === "object" ? message.expiresInMs.low || message.expiresInMs.high : message.expiresInMs !== 0))
                    writer.uint32(16).uint64(message.expiresInMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AuthOk.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.AuthOk();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.role = value;
                            else
                                delete message.role;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiresInMs = value;
                            else
                                delete message.expiresInMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AuthOk;
        })();

        control.PairStep = (function() {

            const PairStep = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PairStep.prototype.method = "";
            PairStep.prototype.share = $util.newBuffer([]);
            PairStep.prototype.step = 0;
            PairStep.prototype.attemptsLeft = 0;
            PairStep.prototype.nonce = $util.newBuffer([]);
            PairStep.prototype.publicKey = $util.newBuffer([]);
            PairStep.prototype.name = "";
            PairStep.prototype.keyHash = $util.newBuffer([]);
            PairStep.prototype.tag = $util.newBuffer([]);
            PairStep.prototype.clientId = "";
            PairStep.prototype.role = 0;
            PairStep.prototype.expiresInMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            PairStep.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.method != null && $Object.hasOwnProperty.call(message, "method") && message.method !== "")
                    writer.uint32(10).string(message.method);
                if (message.share != null && $Object.hasOwnProperty.call(message, "share") && message.share.length)
                    writer.uint32(18).bytes(message.share);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(24).uint32(message.step);
                if (message.attemptsLeft != null && $Object.hasOwnProperty.call(message, "attemptsLeft") && message.attemptsLeft !== 0)
                    writer.uint32(32).uint32(message.attemptsLeft);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                    writer.uint32(50).bytes(message.nonce);
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(58).bytes(message.publicKey);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(66).string(message.name);
                if (message.keyHash != null && $Object.hasOwnProperty.call(message, "keyHash") && message.keyHash.length)
                    writer.uint32(74).bytes(message.keyHash);
                if (message.tag != null && $Object.hasOwnProperty.call(message, "tag") && message.tag.length)
                    writer.uint32(82).bytes(message.tag);
                if (message.clientId != null && $Object.hasOwnProperty.call(message, "clientId") && message.clientId !== "")
                    writer.uint32(90).string(message.clientId);
                if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                    writer.uint32(96).int32(message.role);
                if (message.expiresInMs != null && $Object.hasOwnProperty.call(message, "expiresInMs") && (typeof message.expiresInMs === "object" ? message.expiresInMs.low || message.expiresInMs.high : message.expiresInMs !== 0))
                    writer.uint32(104).uint64(message.expiresInMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PairStep.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PairStep();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.method = value;
                            else
                                delete message.method;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.share = value;
                            else
                                delete message.share;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attemptsLeft = value;
                            else
                                delete message.attemptsLeft;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyHash = value;
                            else
                                delete message.keyHash;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.tag = value;
                            else
                                delete message.tag;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clientId = value;
                            else
                                delete message.clientId;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.role = value;
                            else
                                delete message.role;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiresInMs = value;
                            else
                                delete message.expiresInMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PairStep;
        })();

        control.Goodbye = (function() {

            const Goodbye = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Goodbye.prototype.reason = "";
            Goodbye.prototype.message = "";

            Goodbye.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(10).string(message.reason);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(18).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Goodbye.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Goodbye();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Goodbye;
        })();

        control.Ping = (function() {

            const Ping = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Ping.prototype.token = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Ping.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.token != null && $Object.hasOwnProperty.call(message, "token") && (typeof message.token === "object" ? message.token.low || message.token.high : message.token !== 0))
                    writer.uint32(8).uint64(message.token);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Ping.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Ping();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.token = value;
                            else
                                delete message.token;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Ping;
        })();

        control.Pong = (function() {

            const Pong = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Pong.prototype.token = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Pong.prototype.monoUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Pong.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.token != null && $Object.hasOwnProperty.call(message, "token") && (typeof message.token === "object" ? message.token.low || message.token.high : message.token !== 0))
                    writer.uint32(8).uint64(message.token);
                if (message.monoUs != null && $Object.hasOwnProperty.call(message, "monoUs") && (typeof message.monoUs === "object" ? message.monoUs.low || message.monoUs.high : message.monoUs !== 0))
                    writer.uint32(16).uint64(message.monoUs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Pong.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Pong();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.token = value;
                            else
                                delete message.token;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.monoUs = value;
                            else
                                delete message.monoUs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Pong;
        })();

        control.Topic = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "TOPIC_UNSPECIFIED"] = 0;
            values[valuesById[1] = "TOPIC_PLAYER"] = 1;
            values[valuesById[2] = "TOPIC_QUEUE"] = 2;
            values[valuesById[3] = "TOPIC_VOLUME"] = 3;
            values[valuesById[4] = "TOPIC_LIBRARY"] = 4;
            values[valuesById[5] = "TOPIC_SYSTEM"] = 5;
            values[valuesById[6] = "TOPIC_HISTORY"] = 6;
            values[valuesById[8] = "TOPIC_COLLECTION"] = 8;
            values[valuesById[9] = "TOPIC_HOUSEHOLD"] = 9;
            values[valuesById[10] = "TOPIC_SOUND"] = 10;
            return values;
        })();

        control.Subscribe = (function() {

            const Subscribe = function (properties) {
                this.topics = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Subscribe.prototype.topics = $util.emptyArray;
            Subscribe.prototype.nonce = 0;
            Subscribe.prototype.resumeEpoch = "";
            Subscribe.prototype.resumeSeq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Subscribe.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.topics != null && message.topics.length)
                    writer.uint32(10).int32s(message.topics);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce !== 0)
                    writer.uint32(16).uint32(message.nonce);
                if (message.resumeEpoch != null && $Object.hasOwnProperty.call(message, "resumeEpoch") && message.resumeEpoch !== "")
                    writer.uint32(26).string(message.resumeEpoch);
                if (message.resumeSeq != null && $Object.hasOwnProperty.call(message, "resumeSeq") && (typeof message.resumeSeq === "object" ? message.resumeSeq.low || message.resumeSeq.high : message.resumeSeq !== 0))
                    writer.uint32(32).uint64(message.resumeSeq);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Subscribe.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Subscribe();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType === 2) {
                                if (!(message.topics && message.topics.length))
                                    message.topics = [];
                                reader.int32s(message.topics);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.topics && message.topics.length))
                                message.topics = [];
                            message.topics.push(reader.int32());
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.resumeEpoch = value;
                            else
                                delete message.resumeEpoch;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.resumeSeq = value;
                            else
                                delete message.resumeSeq;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Subscribe;
        })();

        control.Snapshot = (function() {

            const Snapshot = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Snapshot.prototype.epoch = "";
            Snapshot.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Snapshot.prototype.nonce = 0;
            Snapshot.prototype.state = null;

            Snapshot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== "")
                    writer.uint32(10).string(message.epoch);
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                    writer.uint32(16).uint64(message.seq);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce !== 0)
                    writer.uint32(24).uint32(message.nonce);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    $root.nightjar.control.State.encode(message.state, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Snapshot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Snapshot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.state = $root.nightjar.control.State.decode(reader, reader.size(), $undefined, _depth + 1, message.state);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Snapshot;
        })();

        control.Delta = (function() {

            const Delta = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Delta.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Delta.prototype.causedBy = 0;
            Delta.prototype.changes = null;

            Delta.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                    writer.uint32(8).uint64(message.seq);
                if (message.causedBy != null && $Object.hasOwnProperty.call(message, "causedBy") && message.causedBy !== 0)
                    writer.uint32(16).uint32(message.causedBy);
                if (message.changes != null && $Object.hasOwnProperty.call(message, "changes"))
                    $root.nightjar.control.State.encode(message.changes, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Delta.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Delta();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.causedBy = value;
                            else
                                delete message.causedBy;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.changes = $root.nightjar.control.State.decode(reader, reader.size(), $undefined, _depth + 1, message.changes);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Delta;
        })();

        control.Command = (function() {

            const Command = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Command.prototype.idempotencyKey = "";
            Command.prototype.waitFirstSample = false;
            Command.prototype.ifQueueRev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Command.prototype.play = null;
            Command.prototype.pause = null;
            Command.prototype.resume = null;
            Command.prototype.stop = null;
            Command.prototype.next = null;
            Command.prototype.previous = null;
            Command.prototype.seek = null;
            Command.prototype.volume = null;
            Command.prototype.mute = null;
            Command.prototype.queueAdd = null;
            Command.prototype.queueRemove = null;
            Command.prototype.queueMove = null;
            Command.prototype.queueClear = null;
            Command.prototype.repeat = null;
            Command.prototype.shuffle = null;
            Command.prototype.quality = null;
            Command.prototype.pin = null;
            Command.prototype.unpin = null;
            Command.prototype.queueUndo = null;
            Command.prototype.queuePlay = null;
            Command.prototype.historyClear = null;
            Command.prototype.volumeGuard = null;
            Command.prototype.sleep = null;
            Command.prototype.alarmSet = null;
            Command.prototype.alarmRemove = null;
            Command.prototype.alarmSnooze = null;
            Command.prototype.alarmStop = null;
            Command.prototype.tone = null;
            Command.prototype.announce = null;
            Command.prototype.resumeAfterRestart = null;
            Command.prototype.zone = null;
            Command.prototype.loudness = null;
            Command.prototype.playlistCreate = null;
            Command.prototype.playlistRename = null;
            Command.prototype.playlistDelete = null;
            Command.prototype.playlistAdd = null;
            Command.prototype.playlistRemove = null;
            Command.prototype.playlistMove = null;
            Command.prototype.playlistPlay = null;
            Command.prototype.favouriteAdd = null;
            Command.prototype.favouriteRemove = null;
            Command.prototype.favouritePlay = null;
            Command.prototype.presetSave = null;
            Command.prototype.presetPlay = null;
            Command.prototype.presetClear = null;
            Command.prototype.household = null;
            Command.prototype.alarmSkip = null;
            Command.prototype.rename = null;

            let $oneOfFields;

            $Object.defineProperty(Command.prototype, "op", {
                get: $util.oneOfGetter($oneOfFields = ["play", "pause", "resume", "stop", "next", "previous", "seek", "volume", "mute", "queueAdd", "queueRemove", "queueMove", "queueClear", "repeat", "shuffle", "quality", "pin", "unpin", "queueUndo", "queuePlay", "historyClear", "volumeGuard", "sleep", "alarmSet", "alarmRemove", "alarmSnooze", "alarmStop", "tone", "announce", "resumeAfterRestart", "zone", "loudness", "playlistCreate", "playlistRename", "playlistDelete", "playlistAdd", "playlistRemove", "playlistMove", "playlistPlay", "favouriteAdd", "favouriteRemove", "favouritePlay", "presetSave", "presetPlay", "presetClear", "household", "alarmSkip", "rename"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Command.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.idempotencyKey != null && $Object.hasOwnProperty.call(message, "idempotencyKey") && message.idempotencyKey !== "")
                    writer.uint32(10).string(message.idempotencyKey);
                if (message.waitFirstSample != null && $Object.hasOwnProperty.call(message, "waitFirstSample") && message.waitFirstSample !== false)
                    writer.uint32(16).bool(message.waitFirstSample);
                if (message.ifQueueRev != null && $Object.hasOwnProperty.call(message, "ifQueueRev") && (typeof message.ifQueueRev === "object" ? message.ifQueueRev.low || message.ifQueueRev.high : message.ifQueueRev !== 0))
                    writer.uint32(24).uint64(message.ifQueueRev);
                if (message.play != null && $Object.hasOwnProperty.call(message, "play"))
                    $root.nightjar.control.Play.encode(message.play, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.pause != null && $Object.hasOwnProperty.call(message, "pause"))
                    $root.nightjar.control.Empty.encode(message.pause, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.resume != null && $Object.hasOwnProperty.call(message, "resume"))
                    $root.nightjar.control.Empty.encode(message.resume, writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.stop != null && $Object.hasOwnProperty.call(message, "stop"))
                    $root.nightjar.control.Empty.encode(message.stop, writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.next != null && $Object.hasOwnProperty.call(message, "next"))
                    $root.nightjar.control.Empty.encode(message.next, writer.uint32(114).fork(), _depth + 1).ldelim();
                if (message.previous != null && $Object.hasOwnProperty.call(message, "previous"))
                    $root.nightjar.control.Empty.encode(message.previous, writer.uint32(122).fork(), _depth + 1).ldelim();
                if (message.seek != null && $Object.hasOwnProperty.call(message, "seek"))
                    $root.nightjar.control.Seek.encode(message.seek, writer.uint32(130).fork(), _depth + 1).ldelim();
                if (message.volume != null && $Object.hasOwnProperty.call(message, "volume"))
                    $root.nightjar.control.SetVolume.encode(message.volume, writer.uint32(138).fork(), _depth + 1).ldelim();
                if (message.mute != null && $Object.hasOwnProperty.call(message, "mute"))
                    $root.nightjar.control.SetMute.encode(message.mute, writer.uint32(146).fork(), _depth + 1).ldelim();
                if (message.queueAdd != null && $Object.hasOwnProperty.call(message, "queueAdd"))
                    $root.nightjar.control.QueueAdd.encode(message.queueAdd, writer.uint32(154).fork(), _depth + 1).ldelim();
                if (message.queueRemove != null && $Object.hasOwnProperty.call(message, "queueRemove"))
                    $root.nightjar.control.QueueRemove.encode(message.queueRemove, writer.uint32(162).fork(), _depth + 1).ldelim();
                if (message.queueMove != null && $Object.hasOwnProperty.call(message, "queueMove"))
                    $root.nightjar.control.QueueMove.encode(message.queueMove, writer.uint32(170).fork(), _depth + 1).ldelim();
                if (message.queueClear != null && $Object.hasOwnProperty.call(message, "queueClear"))
                    $root.nightjar.control.Empty.encode(message.queueClear, writer.uint32(178).fork(), _depth + 1).ldelim();
                if (message.repeat != null && $Object.hasOwnProperty.call(message, "repeat"))
                    $root.nightjar.control.SetRepeat.encode(message.repeat, writer.uint32(186).fork(), _depth + 1).ldelim();
                if (message.shuffle != null && $Object.hasOwnProperty.call(message, "shuffle"))
                    $root.nightjar.control.SetShuffle.encode(message.shuffle, writer.uint32(194).fork(), _depth + 1).ldelim();
                if (message.quality != null && $Object.hasOwnProperty.call(message, "quality"))
                    $root.nightjar.control.SetQuality.encode(message.quality, writer.uint32(202).fork(), _depth + 1).ldelim();
                if (message.pin != null && $Object.hasOwnProperty.call(message, "pin"))
                    $root.nightjar.control.Pin.encode(message.pin, writer.uint32(210).fork(), _depth + 1).ldelim();
                if (message.unpin != null && $Object.hasOwnProperty.call(message, "unpin"))
                    $root.nightjar.control.Unpin.encode(message.unpin, writer.uint32(218).fork(), _depth + 1).ldelim();
                if (message.queueUndo != null && $Object.hasOwnProperty.call(message, "queueUndo"))
                    $root.nightjar.control.QueueUndo.encode(message.queueUndo, writer.uint32(226).fork(), _depth + 1).ldelim();
                if (message.queuePlay != null && $Object.hasOwnProperty.call(message, "queuePlay"))
                    $root.nightjar.control.QueuePlay.encode(message.queuePlay, writer.uint32(234).fork(), _depth + 1).ldelim();
                if (message.historyClear != null && $Object.hasOwnProperty.call(message, "historyClear"))
                    $root.nightjar.control.Empty.encode(message.historyClear, writer.uint32(242).fork(), _depth + 1).ldelim();
                if (message.volumeGuard != null && $Object.hasOwnProperty.call(message, "volumeGuard"))
                    $root.nightjar.control.SetVolumeGuard.encode(message.volumeGuard, writer.uint32(322).fork(), _depth + 1).ldelim();
                if (message.sleep != null && $Object.hasOwnProperty.call(message, "sleep"))
                    $root.nightjar.control.SetSleep.encode(message.sleep, writer.uint32(330).fork(), _depth + 1).ldelim();
                if (message.alarmSet != null && $Object.hasOwnProperty.call(message, "alarmSet"))
                    $root.nightjar.control.Alarm.encode(message.alarmSet, writer.uint32(338).fork(), _depth + 1).ldelim();
                if (message.alarmRemove != null && $Object.hasOwnProperty.call(message, "alarmRemove"))
                    $root.nightjar.control.AlarmRef.encode(message.alarmRemove, writer.uint32(346).fork(), _depth + 1).ldelim();
                if (message.alarmSnooze != null && $Object.hasOwnProperty.call(message, "alarmSnooze"))
                    $root.nightjar.control.AlarmSnooze.encode(message.alarmSnooze, writer.uint32(354).fork(), _depth + 1).ldelim();
                if (message.alarmStop != null && $Object.hasOwnProperty.call(message, "alarmStop"))
                    $root.nightjar.control.Empty.encode(message.alarmStop, writer.uint32(362).fork(), _depth + 1).ldelim();
                if (message.tone != null && $Object.hasOwnProperty.call(message, "tone"))
                    $root.nightjar.control.SetTone.encode(message.tone, writer.uint32(370).fork(), _depth + 1).ldelim();
                if (message.announce != null && $Object.hasOwnProperty.call(message, "announce"))
                    $root.nightjar.control.Announce.encode(message.announce, writer.uint32(378).fork(), _depth + 1).ldelim();
                if (message.resumeAfterRestart != null && $Object.hasOwnProperty.call(message, "resumeAfterRestart"))
                    $root.nightjar.control.SetResume.encode(message.resumeAfterRestart, writer.uint32(386).fork(), _depth + 1).ldelim();
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone"))
                    $root.nightjar.control.SetZone.encode(message.zone, writer.uint32(394).fork(), _depth + 1).ldelim();
                if (message.loudness != null && $Object.hasOwnProperty.call(message, "loudness"))
                    $root.nightjar.control.SetLoudness.encode(message.loudness, writer.uint32(402).fork(), _depth + 1).ldelim();
                if (message.playlistCreate != null && $Object.hasOwnProperty.call(message, "playlistCreate"))
                    $root.nightjar.control.PlaylistCreate.encode(message.playlistCreate, writer.uint32(482).fork(), _depth + 1).ldelim();
                if (message.playlistRename != null && $Object.hasOwnProperty.call(message, "playlistRename"))
                    $root.nightjar.control.PlaylistRename.encode(message.playlistRename, writer.uint32(490).fork(), _depth + 1).ldelim();
                if (message.playlistDelete != null && $Object.hasOwnProperty.call(message, "playlistDelete"))
                    $root.nightjar.control.PlaylistDelete.encode(message.playlistDelete, writer.uint32(498).fork(), _depth + 1).ldelim();
                if (message.playlistAdd != null && $Object.hasOwnProperty.call(message, "playlistAdd"))
                    $root.nightjar.control.PlaylistAdd.encode(message.playlistAdd, writer.uint32(506).fork(), _depth + 1).ldelim();
                if (message.playlistRemove != null && $Object.hasOwnProperty.call(message, "playlistRemove"))
                    $root.nightjar.control.PlaylistRemove.encode(message.playlistRemove, writer.uint32(514).fork(), _depth + 1).ldelim();
                if (message.playlistMove != null && $Object.hasOwnProperty.call(message, "playlistMove"))
                    $root.nightjar.control.PlaylistMove.encode(message.playlistMove, writer.uint32(522).fork(), _depth + 1).ldelim();
                if (message.playlistPlay != null && $Object.hasOwnProperty.call(message, "playlistPlay"))
                    $root.nightjar.control.PlaylistPlay.encode(message.playlistPlay, writer.uint32(530).fork(), _depth + 1).ldelim();
                if (message.favouriteAdd != null && $Object.hasOwnProperty.call(message, "favouriteAdd"))
                    $root.nightjar.control.FavouriteAdd.encode(message.favouriteAdd, writer.uint32(538).fork(), _depth + 1).ldelim();
                if (message.favouriteRemove != null && $Object.hasOwnProperty.call(message, "favouriteRemove"))
                    $root.nightjar.control.FavouriteRemove.encode(message.favouriteRemove, writer.uint32(546).fork(), _depth + 1).ldelim();
                if (message.favouritePlay != null && $Object.hasOwnProperty.call(message, "favouritePlay"))
                    $root.nightjar.control.Empty.encode(message.favouritePlay, writer.uint32(554).fork(), _depth + 1).ldelim();
                if (message.presetSave != null && $Object.hasOwnProperty.call(message, "presetSave"))
                    $root.nightjar.control.PresetSave.encode(message.presetSave, writer.uint32(562).fork(), _depth + 1).ldelim();
                if (message.presetPlay != null && $Object.hasOwnProperty.call(message, "presetPlay"))
                    $root.nightjar.control.PresetNumber.encode(message.presetPlay, writer.uint32(570).fork(), _depth + 1).ldelim();
                if (message.presetClear != null && $Object.hasOwnProperty.call(message, "presetClear"))
                    $root.nightjar.control.PresetNumber.encode(message.presetClear, writer.uint32(578).fork(), _depth + 1).ldelim();
                if (message.household != null && $Object.hasOwnProperty.call(message, "household"))
                    $root.nightjar.control.SetHousehold.encode(message.household, writer.uint32(586).fork(), _depth + 1).ldelim();
                if (message.alarmSkip != null && $Object.hasOwnProperty.call(message, "alarmSkip"))
                    $root.nightjar.control.AlarmSkip.encode(message.alarmSkip, writer.uint32(594).fork(), _depth + 1).ldelim();
                if (message.rename != null && $Object.hasOwnProperty.call(message, "rename"))
                    $root.nightjar.control.SetName.encode(message.rename, writer.uint32(602).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Command.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Command();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.idempotencyKey = value;
                            else
                                delete message.idempotencyKey;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.waitFirstSample = value;
                            else
                                delete message.waitFirstSample;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.ifQueueRev = value;
                            else
                                delete message.ifQueueRev;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.play = $root.nightjar.control.Play.decode(reader, reader.size(), $undefined, _depth + 1, message.play);
                            message.op = "play";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.pause = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.pause);
                            message.op = "pause";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.resume = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.resume);
                            message.op = "resume";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.stop = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.stop);
                            message.op = "stop";
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.next = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.next);
                            message.op = "next";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            message.previous = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.previous);
                            message.op = "previous";
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            message.seek = $root.nightjar.control.Seek.decode(reader, reader.size(), $undefined, _depth + 1, message.seek);
                            message.op = "seek";
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            message.volume = $root.nightjar.control.SetVolume.decode(reader, reader.size(), $undefined, _depth + 1, message.volume);
                            message.op = "volume";
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            message.mute = $root.nightjar.control.SetMute.decode(reader, reader.size(), $undefined, _depth + 1, message.mute);
                            message.op = "mute";
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            message.queueAdd = $root.nightjar.control.QueueAdd.decode(reader, reader.size(), $undefined, _depth + 1, message.queueAdd);
                            message.op = "queueAdd";
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            message.queueRemove = $root.nightjar.control.QueueRemove.decode(reader, reader.size(), $undefined, _depth + 1, message.queueRemove);
                            message.op = "queueRemove";
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            message.queueMove = $root.nightjar.control.QueueMove.decode(reader, reader.size(), $undefined, _depth + 1, message.queueMove);
                            message.op = "queueMove";
                            continue;
                        }
                    case 22: {
                            if (wireType !== 2)
                                break;
                            message.queueClear = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.queueClear);
                            message.op = "queueClear";
                            continue;
                        }
                    case 23: {
                            if (wireType !== 2)
                                break;
                            message.repeat = $root.nightjar.control.SetRepeat.decode(reader, reader.size(), $undefined, _depth + 1, message.repeat);
                            message.op = "repeat";
                            continue;
                        }
                    case 24: {
                            if (wireType !== 2)
                                break;
                            message.shuffle = $root.nightjar.control.SetShuffle.decode(reader, reader.size(), $undefined, _depth + 1, message.shuffle);
                            message.op = "shuffle";
                            continue;
                        }
                    case 25: {
                            if (wireType !== 2)
                                break;
                            message.quality = $root.nightjar.control.SetQuality.decode(reader, reader.size(), $undefined, _depth + 1, message.quality);
                            message.op = "quality";
                            continue;
                        }
                    case 26: {
                            if (wireType !== 2)
                                break;
                            message.pin = $root.nightjar.control.Pin.decode(reader, reader.size(), $undefined, _depth + 1, message.pin);
                            message.op = "pin";
                            continue;
                        }
                    case 27: {
                            if (wireType !== 2)
                                break;
                            message.unpin = $root.nightjar.control.Unpin.decode(reader, reader.size(), $undefined, _depth + 1, message.unpin);
                            message.op = "unpin";
                            continue;
                        }
                    case 28: {
                            if (wireType !== 2)
                                break;
                            message.queueUndo = $root.nightjar.control.QueueUndo.decode(reader, reader.size(), $undefined, _depth + 1, message.queueUndo);
                            message.op = "queueUndo";
                            continue;
                        }
                    case 29: {
                            if (wireType !== 2)
                                break;
                            message.queuePlay = $root.nightjar.control.QueuePlay.decode(reader, reader.size(), $undefined, _depth + 1, message.queuePlay);
                            message.op = "queuePlay";
                            continue;
                        }
                    case 30: {
                            if (wireType !== 2)
                                break;
                            message.historyClear = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.historyClear);
                            message.op = "historyClear";
                            continue;
                        }
                    case 40: {
                            if (wireType !== 2)
                                break;
                            message.volumeGuard = $root.nightjar.control.SetVolumeGuard.decode(reader, reader.size(), $undefined, _depth + 1, message.volumeGuard);
                            message.op = "volumeGuard";
                            continue;
                        }
                    case 41: {
                            if (wireType !== 2)
                                break;
                            message.sleep = $root.nightjar.control.SetSleep.decode(reader, reader.size(), $undefined, _depth + 1, message.sleep);
                            message.op = "sleep";
                            continue;
                        }
                    case 42: {
                            if (wireType !== 2)
                                break;
                            message.alarmSet = $root.nightjar.control.Alarm.decode(reader, reader.size(), $undefined, _depth + 1, message.alarmSet);
                            message.op = "alarmSet";
                            continue;
                        }
                    case 43: {
                            if (wireType !== 2)
                                break;
                            message.alarmRemove = $root.nightjar.control.AlarmRef.decode(reader, reader.size(), $undefined, _depth + 1, message.alarmRemove);
                            message.op = "alarmRemove";
                            continue;
                        }
                    case 44: {
                            if (wireType !== 2)
                                break;
                            message.alarmSnooze = $root.nightjar.control.AlarmSnooze.decode(reader, reader.size(), $undefined, _depth + 1, message.alarmSnooze);
                            message.op = "alarmSnooze";
                            continue;
                        }
                    case 45: {
                            if (wireType !== 2)
                                break;
                            message.alarmStop = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.alarmStop);
                            message.op = "alarmStop";
                            continue;
                        }
                    case 46: {
                            if (wireType !== 2)
                                break;
                            message.tone = $root.nightjar.control.SetTone.decode(reader, reader.size(), $undefined, _depth + 1, message.tone);
                            message.op = "tone";
                            continue;
                        }
                    case 47: {
                            if (wireType !== 2)
                                break;
                            message.announce = $root.nightjar.control.Announce.decode(reader, reader.size(), $undefined, _depth + 1, message.announce);
                            message.op = "announce";
                            continue;
                        }
                    case 48: {
                            if (wireType !== 2)
                                break;
                            message.resumeAfterRestart = $root.nightjar.control.SetResume.decode(reader, reader.size(), $undefined, _depth + 1, message.resumeAfterRestart);
                            message.op = "resumeAfterRestart";
                            continue;
                        }
                    case 49: {
                            if (wireType !== 2)
                                break;
                            message.zone = $root.nightjar.control.SetZone.decode(reader, reader.size(), $undefined, _depth + 1, message.zone);
                            message.op = "zone";
                            continue;
                        }
                    case 50: {
                            if (wireType !== 2)
                                break;
                            message.loudness = $root.nightjar.control.SetLoudness.decode(reader, reader.size(), $undefined, _depth + 1, message.loudness);
                            message.op = "loudness";
                            continue;
                        }
                    case 60: {
                            if (wireType !== 2)
                                break;
                            message.playlistCreate = $root.nightjar.control.PlaylistCreate.decode(reader, reader.size(), $undefined, _depth + 1, message.playlistCreate);
                            message.op = "playlistCreate";
                            continue;
                        }
                    case 61: {
                            if (wireType !== 2)
                                break;
                            message.playlistRename = $root.nightjar.control.PlaylistRename.decode(reader, reader.size(), $undefined, _depth + 1, message.playlistRename);
                            message.op = "playlistRename";
                            continue;
                        }
                    case 62: {
                            if (wireType !== 2)
                                break;
                            message.playlistDelete = $root.nightjar.control.PlaylistDelete.decode(reader, reader.size(), $undefined, _depth + 1, message.playlistDelete);
                            message.op = "playlistDelete";
                            continue;
                        }
                    case 63: {
                            if (wireType !== 2)
                                break;
                            message.playlistAdd = $root.nightjar.control.PlaylistAdd.decode(reader, reader.size(), $undefined, _depth + 1, message.playlistAdd);
                            message.op = "playlistAdd";
                            continue;
                        }
                    case 64: {
                            if (wireType !== 2)
                                break;
                            message.playlistRemove = $root.nightjar.control.PlaylistRemove.decode(reader, reader.size(), $undefined, _depth + 1, message.playlistRemove);
                            message.op = "playlistRemove";
                            continue;
                        }
                    case 65: {
                            if (wireType !== 2)
                                break;
                            message.playlistMove = $root.nightjar.control.PlaylistMove.decode(reader, reader.size(), $undefined, _depth + 1, message.playlistMove);
                            message.op = "playlistMove";
                            continue;
                        }
                    case 66: {
                            if (wireType !== 2)
                                break;
                            message.playlistPlay = $root.nightjar.control.PlaylistPlay.decode(reader, reader.size(), $undefined, _depth + 1, message.playlistPlay);
                            message.op = "playlistPlay";
                            continue;
                        }
                    case 67: {
                            if (wireType !== 2)
                                break;
                            message.favouriteAdd = $root.nightjar.control.FavouriteAdd.decode(reader, reader.size(), $undefined, _depth + 1, message.favouriteAdd);
                            message.op = "favouriteAdd";
                            continue;
                        }
                    case 68: {
                            if (wireType !== 2)
                                break;
                            message.favouriteRemove = $root.nightjar.control.FavouriteRemove.decode(reader, reader.size(), $undefined, _depth + 1, message.favouriteRemove);
                            message.op = "favouriteRemove";
                            continue;
                        }
                    case 69: {
                            if (wireType !== 2)
                                break;
                            message.favouritePlay = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.favouritePlay);
                            message.op = "favouritePlay";
                            continue;
                        }
                    case 70: {
                            if (wireType !== 2)
                                break;
                            message.presetSave = $root.nightjar.control.PresetSave.decode(reader, reader.size(), $undefined, _depth + 1, message.presetSave);
                            message.op = "presetSave";
                            continue;
                        }
                    case 71: {
                            if (wireType !== 2)
                                break;
                            message.presetPlay = $root.nightjar.control.PresetNumber.decode(reader, reader.size(), $undefined, _depth + 1, message.presetPlay);
                            message.op = "presetPlay";
                            continue;
                        }
                    case 72: {
                            if (wireType !== 2)
                                break;
                            message.presetClear = $root.nightjar.control.PresetNumber.decode(reader, reader.size(), $undefined, _depth + 1, message.presetClear);
                            message.op = "presetClear";
                            continue;
                        }
                    case 73: {
                            if (wireType !== 2)
                                break;
                            message.household = $root.nightjar.control.SetHousehold.decode(reader, reader.size(), $undefined, _depth + 1, message.household);
                            message.op = "household";
                            continue;
                        }
                    case 74: {
                            if (wireType !== 2)
                                break;
                            message.alarmSkip = $root.nightjar.control.AlarmSkip.decode(reader, reader.size(), $undefined, _depth + 1, message.alarmSkip);
                            message.op = "alarmSkip";
                            continue;
                        }
                    case 75: {
                            if (wireType !== 2)
                                break;
                            message.rename = $root.nightjar.control.SetName.decode(reader, reader.size(), $undefined, _depth + 1, message.rename);
                            message.op = "rename";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Command;
        })();

        control.Empty = (function() {

            const Empty = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Empty.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Empty.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Empty();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Empty;
        })();

        control.SetVolumeGuard = (function() {

            const SetVolumeGuard = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SetVolumeGuard.prototype.cap = null;
            SetVolumeGuard.prototype.quiet = null;
            SetVolumeGuard.prototype.quietOff = false;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SetVolumeGuard.prototype, "_cap", {
                get: $util.oneOfGetter($oneOfFields = ["cap"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            SetVolumeGuard.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.cap != null && $Object.hasOwnProperty.call(message, "cap"))
                    writer.uint32(8).uint32(message.cap);
                if (message.quiet != null && $Object.hasOwnProperty.call(message, "quiet"))
                    $root.nightjar.control.QuietHours.encode(message.quiet, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.quietOff != null && $Object.hasOwnProperty.call(message, "quietOff") && message.quietOff !== false)
                    writer.uint32(24).bool(message.quietOff);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SetVolumeGuard.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SetVolumeGuard();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            message.cap = reader.uint32();
                            message._cap = "cap";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.quiet = $root.nightjar.control.QuietHours.decode(reader, reader.size(), $undefined, _depth + 1, message.quiet);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.quietOff = value;
                            else
                                delete message.quietOff;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SetVolumeGuard;
        })();

        control.SetSleep = (function() {

            const SetSleep = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SetSleep.prototype.minutes = 0;
            SetSleep.prototype.addMinutes = 0;
            SetSleep.prototype.trackEnd = false;

            SetSleep.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.minutes != null && $Object.hasOwnProperty.call(message, "minutes") && !$Object.is(message.minutes, 0))
                    writer.uint32(9).double(message.minutes);
                if (message.addMinutes != null && $Object.hasOwnProperty.call(message, "addMinutes") && !$Object.is(message.addMinutes, 0))
                    writer.uint32(17).double(message.addMinutes);
                if (message.trackEnd != null && $Object.hasOwnProperty.call(message, "trackEnd") && message.trackEnd !== false)
                    writer.uint32(24).bool(message.trackEnd);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SetSleep.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SetSleep();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.minutes = value;
                            else
                                delete message.minutes;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.addMinutes = value;
                            else
                                delete message.addMinutes;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.trackEnd = value;
                            else
                                delete message.trackEnd;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SetSleep;
        })();

        control.AlarmRef = (function() {

            const AlarmRef = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AlarmRef.prototype.id = "";

            AlarmRef.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AlarmRef.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.AlarmRef();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AlarmRef;
        })();

        control.AlarmSkip = (function() {

            const AlarmSkip = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AlarmSkip.prototype.id = "";
            AlarmSkip.prototype.undo = false;

            AlarmSkip.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.undo != null && $Object.hasOwnProperty.call(message, "undo") && message.undo !== false)
                    writer.uint32(16).bool(message.undo);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AlarmSkip.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.AlarmSkip();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.undo = value;
                            else
                                delete message.undo;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AlarmSkip;
        })();

        control.SetName = (function() {

            const SetName = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SetName.prototype.name = "";

            SetName.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SetName.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SetName();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SetName;
        })();

        control.AlarmSnooze = (function() {

            const AlarmSnooze = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AlarmSnooze.prototype.minutes = 0;

            AlarmSnooze.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.minutes != null && $Object.hasOwnProperty.call(message, "minutes") && message.minutes !== 0)
                    writer.uint32(8).uint32(message.minutes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AlarmSnooze.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.AlarmSnooze();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.minutes = value;
                            else
                                delete message.minutes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AlarmSnooze;
        })();

        control.SetTone = (function() {

            const SetTone = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SetTone.prototype.bass = null;
            SetTone.prototype.treble = null;
            SetTone.prototype.balance = null;
            SetTone.prototype.mono = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SetTone.prototype, "_bass", {
                get: $util.oneOfGetter($oneOfFields = ["bass"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SetTone.prototype, "_treble", {
                get: $util.oneOfGetter($oneOfFields = ["treble"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SetTone.prototype, "_balance", {
                get: $util.oneOfGetter($oneOfFields = ["balance"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SetTone.prototype, "_mono", {
                get: $util.oneOfGetter($oneOfFields = ["mono"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            SetTone.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.bass != null && $Object.hasOwnProperty.call(message, "bass"))
                    writer.uint32(8).sint32(message.bass);
                if (message.treble != null && $Object.hasOwnProperty.call(message, "treble"))
                    writer.uint32(16).sint32(message.treble);
                if (message.balance != null && $Object.hasOwnProperty.call(message, "balance"))
                    writer.uint32(24).sint32(message.balance);
                if (message.mono != null && $Object.hasOwnProperty.call(message, "mono"))
                    writer.uint32(32).bool(message.mono);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SetTone.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SetTone();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            message.bass = reader.sint32();
                            message._bass = "bass";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            message.treble = reader.sint32();
                            message._treble = "treble";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            message.balance = reader.sint32();
                            message._balance = "balance";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            message.mono = reader.bool();
                            message._mono = "mono";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SetTone;
        })();

        control.Announce = (function() {

            const Announce = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Announce.prototype.id = "";
            Announce.prototype.offset = 0;
            Announce.prototype.data = $util.newBuffer([]);
            Announce.prototype.last = false;

            Announce.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(16).uint32(message.offset);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(26).bytes(message.data);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== false)
                    writer.uint32(32).bool(message.last);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Announce.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Announce();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.last = value;
                            else
                                delete message.last;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Announce;
        })();

        control.SetLoudness = (function() {

            const SetLoudness = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SetLoudness.prototype.mode = "";

            SetLoudness.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.mode != null && $Object.hasOwnProperty.call(message, "mode") && message.mode !== "")
                    writer.uint32(10).string(message.mode);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SetLoudness.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SetLoudness();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.mode = value;
                            else
                                delete message.mode;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SetLoudness;
        })();

        control.SetResume = (function() {

            const SetResume = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SetResume.prototype.on = false;

            SetResume.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.on != null && $Object.hasOwnProperty.call(message, "on") && message.on !== false)
                    writer.uint32(8).bool(message.on);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SetResume.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SetResume();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.on = value;
                            else
                                delete message.on;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SetResume;
        })();

        control.SetZone = (function() {

            const SetZone = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SetZone.prototype.zone = "";

            SetZone.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone") && message.zone !== "")
                    writer.uint32(10).string(message.zone);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SetZone.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SetZone();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.zone = value;
                            else
                                delete message.zone;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SetZone;
        })();

        control.Play = (function() {

            const Play = function (properties) {
                this.what = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Play.prototype.what = $util.emptyArray;

            Play.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.what != null && message.what.length)
                    for (let i = 0; i < message.what.length; ++i)
                        writer.uint32(10).string(message.what[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Play.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Play();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.what && message.what.length))
                                message.what = [];
                            message.what.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Play;
        })();

        control.Seek = (function() {

            const Seek = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Seek.prototype.positionMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Seek.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.positionMs != null && $Object.hasOwnProperty.call(message, "positionMs") && (typeof message.positionMs === "object" ? message.positionMs.low || message.positionMs.high : message.positionMs !== 0))
                    writer.uint32(8).uint64(message.positionMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Seek.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Seek();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.positionMs = value;
                            else
                                delete message.positionMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Seek;
        })();

        control.SetVolume = (function() {

            const SetVolume = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SetVolume.prototype.level = 0;
            SetVolume.prototype.delta = null;
            SetVolume.prototype.gesture = 0;
            SetVolume.prototype.final = false;
            SetVolume.prototype.step = 0;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SetVolume.prototype, "_delta", {
                get: $util.oneOfGetter($oneOfFields = ["delta"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            SetVolume.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.level != null && $Object.hasOwnProperty.call(message, "level") && !$Object.is(message.level, 0))
                    writer.uint32(9).double(message.level);
                if (message.delta != null && $Object.hasOwnProperty.call(message, "delta"))
                    writer.uint32(16).sint32(message.delta);
                if (message.gesture != null && $Object.hasOwnProperty.call(message, "gesture") && message.gesture !== 0)
                    writer.uint32(24).uint32(message.gesture);
                if (message.final != null && $Object.hasOwnProperty.call(message, "final") && message.final !== false)
                    writer.uint32(32).bool(message.final);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(40).uint32(message.step);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SetVolume.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SetVolume();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.level = value;
                            else
                                delete message.level;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            message.delta = reader.sint32();
                            message._delta = "delta";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.gesture = value;
                            else
                                delete message.gesture;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.final = value;
                            else
                                delete message.final;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SetVolume;
        })();

        control.SetMute = (function() {

            const SetMute = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SetMute.prototype.muted = false;

            SetMute.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.muted != null && $Object.hasOwnProperty.call(message, "muted") && message.muted !== false)
                    writer.uint32(8).bool(message.muted);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SetMute.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SetMute();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.muted = value;
                            else
                                delete message.muted;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SetMute;
        })();

        control.QueueAdd = (function() {

            const QueueAdd = function (properties) {
                this.what = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            QueueAdd.prototype.what = $util.emptyArray;
            QueueAdd.prototype.next = null;
            QueueAdd.prototype.end = null;
            QueueAdd.prototype.after = null;
            QueueAdd.prototype.now = null;

            let $oneOfFields;

            $Object.defineProperty(QueueAdd.prototype, "place", {
                get: $util.oneOfGetter($oneOfFields = ["next", "end", "after", "now"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            QueueAdd.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.what != null && message.what.length)
                    for (let i = 0; i < message.what.length; ++i)
                        writer.uint32(10).string(message.what[i]);
                if (message.next != null && $Object.hasOwnProperty.call(message, "next"))
                    $root.nightjar.control.Empty.encode(message.next, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.end != null && $Object.hasOwnProperty.call(message, "end"))
                    $root.nightjar.control.Empty.encode(message.end, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.after != null && $Object.hasOwnProperty.call(message, "after"))
                    writer.uint32(34).string(message.after);
                if (message.now != null && $Object.hasOwnProperty.call(message, "now"))
                    $root.nightjar.control.Empty.encode(message.now, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            QueueAdd.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.QueueAdd();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.what && message.what.length))
                                message.what = [];
                            message.what.push(reader.stringVerify());
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.next = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.next);
                            message.place = "next";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.end = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.end);
                            message.place = "end";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.after = reader.stringVerify();
                            message.place = "after";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.now = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.now);
                            message.place = "now";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return QueueAdd;
        })();

        control.QueueRemove = (function() {

            const QueueRemove = function (properties) {
                this.ids = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            QueueRemove.prototype.ids = $util.emptyArray;

            QueueRemove.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.ids != null && message.ids.length)
                    for (let i = 0; i < message.ids.length; ++i)
                        writer.uint32(10).string(message.ids[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            QueueRemove.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.QueueRemove();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ids && message.ids.length))
                                message.ids = [];
                            message.ids.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return QueueRemove;
        })();

        control.QueueMove = (function() {

            const QueueMove = function (properties) {
                this.ids = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            QueueMove.prototype.ids = $util.emptyArray;
            QueueMove.prototype.after = "";

            QueueMove.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.ids != null && message.ids.length)
                    for (let i = 0; i < message.ids.length; ++i)
                        writer.uint32(10).string(message.ids[i]);
                if (message.after != null && $Object.hasOwnProperty.call(message, "after") && message.after !== "")
                    writer.uint32(18).string(message.after);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            QueueMove.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.QueueMove();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ids && message.ids.length))
                                message.ids = [];
                            message.ids.push(reader.stringVerify());
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.after = value;
                            else
                                delete message.after;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return QueueMove;
        })();

        control.QueueUndo = (function() {

            const QueueUndo = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            QueueUndo.prototype.step = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            QueueUndo.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && (typeof message.step === "object" ? message.step.low || message.step.high : message.step !== 0))
                    writer.uint32(8).uint64(message.step);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            QueueUndo.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.QueueUndo();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return QueueUndo;
        })();

        control.QueuePlay = (function() {

            const QueuePlay = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            QueuePlay.prototype.id = "";
            QueuePlay.prototype.positionMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            QueuePlay.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.positionMs != null && $Object.hasOwnProperty.call(message, "positionMs") && (typeof message.positionMs === "object" ? message.positionMs.low || message.positionMs.high : message.positionMs !== 0))
                    writer.uint32(16).uint64(message.positionMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            QueuePlay.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.QueuePlay();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.positionMs = value;
                            else
                                delete message.positionMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return QueuePlay;
        })();

        control.SetRepeat = (function() {

            const SetRepeat = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SetRepeat.prototype.mode = 0;

            SetRepeat.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.mode != null && $Object.hasOwnProperty.call(message, "mode") && message.mode !== 0)
                    writer.uint32(8).int32(message.mode);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SetRepeat.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SetRepeat();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.mode = value;
                            else
                                delete message.mode;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SetRepeat;
        })();

        control.SetShuffle = (function() {

            const SetShuffle = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SetShuffle.prototype.on = false;

            SetShuffle.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.on != null && $Object.hasOwnProperty.call(message, "on") && message.on !== false)
                    writer.uint32(8).bool(message.on);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SetShuffle.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SetShuffle();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.on = value;
                            else
                                delete message.on;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SetShuffle;
        })();

        control.SetQuality = (function() {

            const SetQuality = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SetQuality.prototype.quality = "";
            SetQuality.prototype.source = "";

            SetQuality.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.quality != null && $Object.hasOwnProperty.call(message, "quality") && message.quality !== "")
                    writer.uint32(10).string(message.quality);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(18).string(message.source);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SetQuality.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SetQuality();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.quality = value;
                            else
                                delete message.quality;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SetQuality;
        })();

        control.Pin = (function() {

            const Pin = function (properties) {
                this.what = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Pin.prototype.what = $util.emptyArray;
            Pin.prototype.quality = "";

            Pin.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.what != null && message.what.length)
                    for (let i = 0; i < message.what.length; ++i)
                        writer.uint32(10).string(message.what[i]);
                if (message.quality != null && $Object.hasOwnProperty.call(message, "quality") && message.quality !== "")
                    writer.uint32(18).string(message.quality);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Pin.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Pin();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.what && message.what.length))
                                message.what = [];
                            message.what.push(reader.stringVerify());
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.quality = value;
                            else
                                delete message.quality;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Pin;
        })();

        control.Unpin = (function() {

            const Unpin = function (properties) {
                this.what = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Unpin.prototype.what = $util.emptyArray;

            Unpin.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.what != null && message.what.length)
                    for (let i = 0; i < message.what.length; ++i)
                        writer.uint32(10).string(message.what[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Unpin.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Unpin();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.what && message.what.length))
                                message.what = [];
                            message.what.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Unpin;
        })();

        control.PlaylistCreate = (function() {

            const PlaylistCreate = function (properties) {
                this.what = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlaylistCreate.prototype.name = "";
            PlaylistCreate.prototype.what = $util.emptyArray;

            PlaylistCreate.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.what != null && message.what.length)
                    for (let i = 0; i < message.what.length; ++i)
                        writer.uint32(18).string(message.what[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlaylistCreate.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlaylistCreate();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.what && message.what.length))
                                message.what = [];
                            message.what.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlaylistCreate;
        })();

        control.PlaylistRename = (function() {

            const PlaylistRename = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlaylistRename.prototype.list = "";
            PlaylistRename.prototype.name = "";

            PlaylistRename.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.list != null && $Object.hasOwnProperty.call(message, "list") && message.list !== "")
                    writer.uint32(10).string(message.list);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(18).string(message.name);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlaylistRename.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlaylistRename();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.list = value;
                            else
                                delete message.list;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlaylistRename;
        })();

        control.PlaylistDelete = (function() {

            const PlaylistDelete = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlaylistDelete.prototype.list = "";

            PlaylistDelete.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.list != null && $Object.hasOwnProperty.call(message, "list") && message.list !== "")
                    writer.uint32(10).string(message.list);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlaylistDelete.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlaylistDelete();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.list = value;
                            else
                                delete message.list;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlaylistDelete;
        })();

        control.PlaylistAdd = (function() {

            const PlaylistAdd = function (properties) {
                this.what = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlaylistAdd.prototype.list = "";
            PlaylistAdd.prototype.what = $util.emptyArray;
            PlaylistAdd.prototype.after = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(PlaylistAdd.prototype, "_after", {
                get: $util.oneOfGetter($oneOfFields = ["after"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            PlaylistAdd.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.list != null && $Object.hasOwnProperty.call(message, "list") && message.list !== "")
                    writer.uint32(10).string(message.list);
                if (message.what != null && message.what.length)
                    for (let i = 0; i < message.what.length; ++i)
                        writer.uint32(18).string(message.what[i]);
                if (message.after != null && $Object.hasOwnProperty.call(message, "after"))
                    writer.uint32(26).string(message.after);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlaylistAdd.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlaylistAdd();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.list = value;
                            else
                                delete message.list;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.what && message.what.length))
                                message.what = [];
                            message.what.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.after = reader.stringVerify();
                            message._after = "after";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlaylistAdd;
        })();

        control.PlaylistRemove = (function() {

            const PlaylistRemove = function (properties) {
                this.ids = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlaylistRemove.prototype.list = "";
            PlaylistRemove.prototype.ids = $util.emptyArray;

            PlaylistRemove.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.list != null && $Object.hasOwnProperty.call(message, "list") && message.list !== "")
                    writer.uint32(10).string(message.list);
                if (message.ids != null && message.ids.length)
                    for (let i = 0; i < message.ids.length; ++i)
                        writer.uint32(18).string(message.ids[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlaylistRemove.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlaylistRemove();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.list = value;
                            else
                                delete message.list;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ids && message.ids.length))
                                message.ids = [];
                            message.ids.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlaylistRemove;
        })();

        control.PlaylistMove = (function() {

            const PlaylistMove = function (properties) {
                this.ids = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlaylistMove.prototype.list = "";
            PlaylistMove.prototype.ids = $util.emptyArray;
            PlaylistMove.prototype.after = "";

            PlaylistMove.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.list != null && $Object.hasOwnProperty.call(message, "list") && message.list !== "")
                    writer.uint32(10).string(message.list);
                if (message.ids != null && message.ids.length)
                    for (let i = 0; i < message.ids.length; ++i)
                        writer.uint32(18).string(message.ids[i]);
                if (message.after != null && $Object.hasOwnProperty.call(message, "after") && message.after !== "")
                    writer.uint32(26).string(message.after);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlaylistMove.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlaylistMove();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.list = value;
                            else
                                delete message.list;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ids && message.ids.length))
                                message.ids = [];
                            message.ids.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.after = value;
                            else
                                delete message.after;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlaylistMove;
        })();

        control.PlaylistPlay = (function() {

            const PlaylistPlay = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlaylistPlay.prototype.list = "";
            PlaylistPlay.prototype.from = "";

            PlaylistPlay.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.list != null && $Object.hasOwnProperty.call(message, "list") && message.list !== "")
                    writer.uint32(10).string(message.list);
                if (message.from != null && $Object.hasOwnProperty.call(message, "from") && message.from !== "")
                    writer.uint32(18).string(message.from);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlaylistPlay.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlaylistPlay();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.list = value;
                            else
                                delete message.list;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlaylistPlay;
        })();

        control.FavouriteAdd = (function() {

            const FavouriteAdd = function (properties) {
                this.what = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            FavouriteAdd.prototype.what = $util.emptyArray;

            FavouriteAdd.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.what != null && message.what.length)
                    for (let i = 0; i < message.what.length; ++i)
                        writer.uint32(10).string(message.what[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            FavouriteAdd.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.FavouriteAdd();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.what && message.what.length))
                                message.what = [];
                            message.what.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FavouriteAdd;
        })();

        control.FavouriteRemove = (function() {

            const FavouriteRemove = function (properties) {
                this.what = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            FavouriteRemove.prototype.what = $util.emptyArray;

            FavouriteRemove.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.what != null && message.what.length)
                    for (let i = 0; i < message.what.length; ++i)
                        writer.uint32(10).string(message.what[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            FavouriteRemove.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.FavouriteRemove();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.what && message.what.length))
                                message.what = [];
                            message.what.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FavouriteRemove;
        })();

        control.PresetSave = (function() {

            const PresetSave = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PresetSave.prototype.number = 0;
            PresetSave.prototype.now = null;
            PresetSave.prototype.favourites = null;
            PresetSave.prototype.playlist = null;
            PresetSave.prototype.tracks = null;

            let $oneOfFields;

            $Object.defineProperty(PresetSave.prototype, "source", {
                get: $util.oneOfGetter($oneOfFields = ["now", "favourites", "playlist", "tracks"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            PresetSave.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                    writer.uint32(8).uint32(message.number);
                if (message.now != null && $Object.hasOwnProperty.call(message, "now"))
                    $root.nightjar.control.Empty.encode(message.now, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.favourites != null && $Object.hasOwnProperty.call(message, "favourites"))
                    $root.nightjar.control.Empty.encode(message.favourites, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.playlist != null && $Object.hasOwnProperty.call(message, "playlist"))
                    writer.uint32(34).string(message.playlist);
                if (message.tracks != null && $Object.hasOwnProperty.call(message, "tracks"))
                    $root.nightjar.control.PresetTracks.encode(message.tracks, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PresetSave.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PresetSave();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.now = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.now);
                            message.source = "now";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.favourites = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.favourites);
                            message.source = "favourites";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.playlist = reader.stringVerify();
                            message.source = "playlist";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.tracks = $root.nightjar.control.PresetTracks.decode(reader, reader.size(), $undefined, _depth + 1, message.tracks);
                            message.source = "tracks";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PresetSave;
        })();

        control.PresetTracks = (function() {

            const PresetTracks = function (properties) {
                this.what = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PresetTracks.prototype.what = $util.emptyArray;

            PresetTracks.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.what != null && message.what.length)
                    for (let i = 0; i < message.what.length; ++i)
                        writer.uint32(10).string(message.what[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PresetTracks.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PresetTracks();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.what && message.what.length))
                                message.what = [];
                            message.what.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PresetTracks;
        })();

        control.PresetNumber = (function() {

            const PresetNumber = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PresetNumber.prototype.number = 0;

            PresetNumber.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                    writer.uint32(8).uint32(message.number);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PresetNumber.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PresetNumber();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PresetNumber;
        })();

        control.SetHousehold = (function() {

            const SetHousehold = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SetHousehold.prototype.zone = null;
            SetHousehold.prototype.name = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SetHousehold.prototype, "_zone", {
                get: $util.oneOfGetter($oneOfFields = ["zone"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SetHousehold.prototype, "_name", {
                get: $util.oneOfGetter($oneOfFields = ["name"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            SetHousehold.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone"))
                    writer.uint32(10).string(message.zone);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    writer.uint32(18).string(message.name);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SetHousehold.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SetHousehold();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.zone = reader.stringVerify();
                            message._zone = "zone";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.name = reader.stringVerify();
                            message._name = "name";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SetHousehold;
        })();

        control.Code = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CODE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "CODE_OK"] = 1;
            values[valuesById[2] = "CODE_INVALID_ARGUMENT"] = 2;
            values[valuesById[3] = "CODE_NOT_FOUND"] = 3;
            values[valuesById[4] = "CODE_CONFLICT"] = 4;
            values[valuesById[5] = "CODE_UNAUTHENTICATED"] = 5;
            values[valuesById[6] = "CODE_PERMISSION_DENIED"] = 6;
            values[valuesById[7] = "CODE_RATE_LIMITED"] = 7;
            values[valuesById[8] = "CODE_UNIMPLEMENTED"] = 8;
            values[valuesById[9] = "CODE_UNAVAILABLE"] = 9;
            values[valuesById[10] = "CODE_BUSY"] = 10;
            values[valuesById[11] = "CODE_TOO_LARGE"] = 11;
            values[valuesById[12] = "CODE_INTERNAL"] = 12;
            values[valuesById[13] = "CODE_VOLUME_LIMITED"] = 13;
            values[valuesById[14] = "CODE_MEDIA_ERROR"] = 14;
            values[valuesById[18] = "CODE_SUPERSEDED"] = 18;
            return values;
        })();

        control.Result = (function() {

            const Result = function (properties) {
                this.violations = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Result.prototype.code = 0;
            Result.prototype.message = "";
            Result.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Result.prototype.queueRev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Result.prototype.retryAfterMs = 0;
            Result.prototype.violations = $util.emptyArray;

            Result.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                    writer.uint32(8).int32(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(18).string(message.message);
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                    writer.uint32(24).uint64(message.seq);
                if (message.queueRev != null && $Object.hasOwnProperty.call(message, "queueRev") && (typeof message.queueRev === "object" ? message.queueRev.low || message.queueRev.high : message.queueRev !== 0))
                    writer.uint32(32).uint64(message.queueRev);
                if (message.retryAfterMs != null && $Object.hasOwnProperty.call(message, "retryAfterMs") && message.retryAfterMs !== 0)
                    writer.uint32(40).uint32(message.retryAfterMs);
                if (message.violations != null && message.violations.length)
                    for (let i = 0; i < message.violations.length; ++i)
                        $root.nightjar.control.FieldViolation.encode(message.violations[i], writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Result.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Result();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.queueRev = value;
                            else
                                delete message.queueRev;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.retryAfterMs = value;
                            else
                                delete message.retryAfterMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.violations && message.violations.length))
                                message.violations = [];
                            message.violations.push($root.nightjar.control.FieldViolation.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Result;
        })();

        control.FieldViolation = (function() {

            const FieldViolation = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            FieldViolation.prototype.field = "";
            FieldViolation.prototype.description = "";
            FieldViolation.prototype.value = "";

            FieldViolation.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.field != null && $Object.hasOwnProperty.call(message, "field") && message.field !== "")
                    writer.uint32(10).string(message.field);
                if (message.description != null && $Object.hasOwnProperty.call(message, "description") && message.description !== "")
                    writer.uint32(18).string(message.description);
                if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value !== "")
                    writer.uint32(26).string(message.value);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            FieldViolation.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.FieldViolation();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.field = value;
                            else
                                delete message.field;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.description = value;
                            else
                                delete message.description;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.value = value;
                            else
                                delete message.value;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FieldViolation;
        })();

        control.Query = (function() {

            const Query = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Query.prototype.queue = null;
            Query.prototype.library = null;
            Query.prototype.status = null;
            Query.prototype.speakers = null;
            Query.prototype.clients = null;
            Query.prototype.events = null;
            Query.prototype.diag = null;
            Query.prototype.pins = null;
            Query.prototype.audit = null;
            Query.prototype.browse = null;
            Query.prototype.history = null;
            Query.prototype.playlists = null;
            Query.prototype.playlist = null;
            Query.prototype.favourites = null;
            Query.prototype.presets = null;
            Query.prototype.marks = null;

            let $oneOfFields;

            $Object.defineProperty(Query.prototype, "q", {
                get: $util.oneOfGetter($oneOfFields = ["queue", "library", "status", "speakers", "clients", "events", "diag", "pins", "audit", "browse", "history", "playlists", "playlist", "favourites", "presets", "marks"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Query.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.queue != null && $Object.hasOwnProperty.call(message, "queue"))
                    $root.nightjar.control.Window.encode(message.queue, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.library != null && $Object.hasOwnProperty.call(message, "library"))
                    $root.nightjar.control.Search.encode(message.library, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    $root.nightjar.control.Empty.encode(message.status, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.speakers != null && $Object.hasOwnProperty.call(message, "speakers"))
                    $root.nightjar.control.Empty.encode(message.speakers, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.clients != null && $Object.hasOwnProperty.call(message, "clients"))
                    $root.nightjar.control.Empty.encode(message.clients, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.events != null && $Object.hasOwnProperty.call(message, "events"))
                    $root.nightjar.control.Empty.encode(message.events, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.diag != null && $Object.hasOwnProperty.call(message, "diag"))
                    $root.nightjar.control.Window.encode(message.diag, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.pins != null && $Object.hasOwnProperty.call(message, "pins"))
                    $root.nightjar.control.Window.encode(message.pins, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.audit != null && $Object.hasOwnProperty.call(message, "audit"))
                    $root.nightjar.control.Window.encode(message.audit, writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.browse != null && $Object.hasOwnProperty.call(message, "browse"))
                    $root.nightjar.control.Browse.encode(message.browse, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.history != null && $Object.hasOwnProperty.call(message, "history"))
                    $root.nightjar.control.History.encode(message.history, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.playlists != null && $Object.hasOwnProperty.call(message, "playlists"))
                    $root.nightjar.control.Window.encode(message.playlists, writer.uint32(130).fork(), _depth + 1).ldelim();
                if (message.playlist != null && $Object.hasOwnProperty.call(message, "playlist"))
                    $root.nightjar.control.PlaylistQuery.encode(message.playlist, writer.uint32(138).fork(), _depth + 1).ldelim();
                if (message.favourites != null && $Object.hasOwnProperty.call(message, "favourites"))
                    $root.nightjar.control.Window.encode(message.favourites, writer.uint32(146).fork(), _depth + 1).ldelim();
                if (message.presets != null && $Object.hasOwnProperty.call(message, "presets"))
                    $root.nightjar.control.Empty.encode(message.presets, writer.uint32(154).fork(), _depth + 1).ldelim();
                if (message.marks != null && $Object.hasOwnProperty.call(message, "marks"))
                    $root.nightjar.control.TrackIds.encode(message.marks, writer.uint32(242).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Query.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Query();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.queue = $root.nightjar.control.Window.decode(reader, reader.size(), $undefined, _depth + 1, message.queue);
                            message.q = "queue";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.library = $root.nightjar.control.Search.decode(reader, reader.size(), $undefined, _depth + 1, message.library);
                            message.q = "library";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.status = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.status);
                            message.q = "status";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.speakers = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.speakers);
                            message.q = "speakers";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.clients = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.clients);
                            message.q = "clients";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.events = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.events);
                            message.q = "events";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.diag = $root.nightjar.control.Window.decode(reader, reader.size(), $undefined, _depth + 1, message.diag);
                            message.q = "diag";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.pins = $root.nightjar.control.Window.decode(reader, reader.size(), $undefined, _depth + 1, message.pins);
                            message.q = "pins";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.audit = $root.nightjar.control.Window.decode(reader, reader.size(), $undefined, _depth + 1, message.audit);
                            message.q = "audit";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.browse = $root.nightjar.control.Browse.decode(reader, reader.size(), $undefined, _depth + 1, message.browse);
                            message.q = "browse";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.history = $root.nightjar.control.History.decode(reader, reader.size(), $undefined, _depth + 1, message.history);
                            message.q = "history";
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            message.playlists = $root.nightjar.control.Window.decode(reader, reader.size(), $undefined, _depth + 1, message.playlists);
                            message.q = "playlists";
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            message.playlist = $root.nightjar.control.PlaylistQuery.decode(reader, reader.size(), $undefined, _depth + 1, message.playlist);
                            message.q = "playlist";
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            message.favourites = $root.nightjar.control.Window.decode(reader, reader.size(), $undefined, _depth + 1, message.favourites);
                            message.q = "favourites";
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            message.presets = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.presets);
                            message.q = "presets";
                            continue;
                        }
                    case 30: {
                            if (wireType !== 2)
                                break;
                            message.marks = $root.nightjar.control.TrackIds.decode(reader, reader.size(), $undefined, _depth + 1, message.marks);
                            message.q = "marks";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Query;
        })();

        control.TrackIds = (function() {

            const TrackIds = function (properties) {
                this.ids = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TrackIds.prototype.ids = $util.emptyArray;

            TrackIds.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.ids != null && message.ids.length)
                    for (let i = 0; i < message.ids.length; ++i)
                        writer.uint32(10).string(message.ids[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TrackIds.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.TrackIds();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ids && message.ids.length))
                                message.ids = [];
                            message.ids.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TrackIds;
        })();

        control.PlaylistQuery = (function() {

            const PlaylistQuery = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlaylistQuery.prototype.list = "";
            PlaylistQuery.prototype.window = null;

            PlaylistQuery.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.list != null && $Object.hasOwnProperty.call(message, "list") && message.list !== "")
                    writer.uint32(10).string(message.list);
                if (message.window != null && $Object.hasOwnProperty.call(message, "window"))
                    $root.nightjar.control.Window.encode(message.window, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlaylistQuery.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlaylistQuery();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.list = value;
                            else
                                delete message.list;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.window = $root.nightjar.control.Window.decode(reader, reader.size(), $undefined, _depth + 1, message.window);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlaylistQuery;
        })();

        control.Window = (function() {

            const Window = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Window.prototype.offset = 0;
            Window.prototype.limit = 0;

            Window.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(8).uint32(message.offset);
                if (message.limit != null && $Object.hasOwnProperty.call(message, "limit") && message.limit !== 0)
                    writer.uint32(16).uint32(message.limit);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Window.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Window();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.limit = value;
                            else
                                delete message.limit;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Window;
        })();

        control.Search = (function() {

            const Search = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Search.prototype.query = "";
            Search.prototype.window = null;

            Search.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.query != null && $Object.hasOwnProperty.call(message, "query") && message.query !== "")
                    writer.uint32(10).string(message.query);
                if (message.window != null && $Object.hasOwnProperty.call(message, "window"))
                    $root.nightjar.control.Window.encode(message.window, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Search.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Search();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.query = value;
                            else
                                delete message.query;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.window = $root.nightjar.control.Window.decode(reader, reader.size(), $undefined, _depth + 1, message.window);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Search;
        })();

        control.Browse = (function() {

            const Browse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Browse.prototype.path = "";
            Browse.prototype.window = null;
            Browse.prototype.query = "";

            Browse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
                    writer.uint32(10).string(message.path);
                if (message.window != null && $Object.hasOwnProperty.call(message, "window"))
                    $root.nightjar.control.Window.encode(message.window, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.query != null && $Object.hasOwnProperty.call(message, "query") && message.query !== "")
                    writer.uint32(26).string(message.query);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Browse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Browse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.path = value;
                            else
                                delete message.path;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.window = $root.nightjar.control.Window.decode(reader, reader.size(), $undefined, _depth + 1, message.window);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.query = value;
                            else
                                delete message.query;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Browse;
        })();

        control.History = (function() {

            const History = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            History.prototype.window = null;

            History.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.window != null && $Object.hasOwnProperty.call(message, "window"))
                    $root.nightjar.control.Window.encode(message.window, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            History.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.History();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.window = $root.nightjar.control.Window.decode(reader, reader.size(), $undefined, _depth + 1, message.window);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return History;
        })();

        control.QueryReply = (function() {

            const QueryReply = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            QueryReply.prototype.queue = null;
            QueryReply.prototype.library = null;
            QueryReply.prototype.status = null;
            QueryReply.prototype.speakers = null;
            QueryReply.prototype.clients = null;
            QueryReply.prototype.events = null;
            QueryReply.prototype.diag = null;
            QueryReply.prototype.pins = null;
            QueryReply.prototype.audit = null;
            QueryReply.prototype.browse = null;
            QueryReply.prototype.history = null;
            QueryReply.prototype.playlists = null;
            QueryReply.prototype.playlist = null;
            QueryReply.prototype.favourites = null;
            QueryReply.prototype.presets = null;
            QueryReply.prototype.marks = null;

            let $oneOfFields;

            $Object.defineProperty(QueryReply.prototype, "reply", {
                get: $util.oneOfGetter($oneOfFields = ["queue", "library", "status", "speakers", "clients", "events", "diag", "pins", "audit", "browse", "history", "playlists", "playlist", "favourites", "presets", "marks"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            QueryReply.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.queue != null && $Object.hasOwnProperty.call(message, "queue"))
                    $root.nightjar.control.QueuePage.encode(message.queue, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.library != null && $Object.hasOwnProperty.call(message, "library"))
                    $root.nightjar.control.LibraryPage.encode(message.library, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    $root.nightjar.control.Status.encode(message.status, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.speakers != null && $Object.hasOwnProperty.call(message, "speakers"))
                    $root.nightjar.control.SpeakerList.encode(message.speakers, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.clients != null && $Object.hasOwnProperty.call(message, "clients"))
                    $root.nightjar.control.ClientList.encode(message.clients, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.events != null && $Object.hasOwnProperty.call(message, "events"))
                    $root.nightjar.control.EventsReport.encode(message.events, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.diag != null && $Object.hasOwnProperty.call(message, "diag"))
                    $root.nightjar.control.TextPage.encode(message.diag, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.pins != null && $Object.hasOwnProperty.call(message, "pins"))
                    $root.nightjar.control.PinPage.encode(message.pins, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.audit != null && $Object.hasOwnProperty.call(message, "audit"))
                    $root.nightjar.control.AuditPage.encode(message.audit, writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.browse != null && $Object.hasOwnProperty.call(message, "browse"))
                    $root.nightjar.control.BrowsePage.encode(message.browse, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.history != null && $Object.hasOwnProperty.call(message, "history"))
                    $root.nightjar.control.HistoryPage.encode(message.history, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.playlists != null && $Object.hasOwnProperty.call(message, "playlists"))
                    $root.nightjar.control.PlaylistsPage.encode(message.playlists, writer.uint32(130).fork(), _depth + 1).ldelim();
                if (message.playlist != null && $Object.hasOwnProperty.call(message, "playlist"))
                    $root.nightjar.control.PlaylistPage.encode(message.playlist, writer.uint32(138).fork(), _depth + 1).ldelim();
                if (message.favourites != null && $Object.hasOwnProperty.call(message, "favourites"))
                    $root.nightjar.control.FavouritesPage.encode(message.favourites, writer.uint32(146).fork(), _depth + 1).ldelim();
                if (message.presets != null && $Object.hasOwnProperty.call(message, "presets"))
                    $root.nightjar.control.PresetList.encode(message.presets, writer.uint32(154).fork(), _depth + 1).ldelim();
                if (message.marks != null && $Object.hasOwnProperty.call(message, "marks"))
                    $root.nightjar.control.Marks.encode(message.marks, writer.uint32(242).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            QueryReply.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.QueryReply();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.queue = $root.nightjar.control.QueuePage.decode(reader, reader.size(), $undefined, _depth + 1, message.queue);
                            message.reply = "queue";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.library = $root.nightjar.control.LibraryPage.decode(reader, reader.size(), $undefined, _depth + 1, message.library);
                            message.reply = "library";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.status = $root.nightjar.control.Status.decode(reader, reader.size(), $undefined, _depth + 1, message.status);
                            message.reply = "status";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.speakers = $root.nightjar.control.SpeakerList.decode(reader, reader.size(), $undefined, _depth + 1, message.speakers);
                            message.reply = "speakers";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.clients = $root.nightjar.control.ClientList.decode(reader, reader.size(), $undefined, _depth + 1, message.clients);
                            message.reply = "clients";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.events = $root.nightjar.control.EventsReport.decode(reader, reader.size(), $undefined, _depth + 1, message.events);
                            message.reply = "events";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.diag = $root.nightjar.control.TextPage.decode(reader, reader.size(), $undefined, _depth + 1, message.diag);
                            message.reply = "diag";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.pins = $root.nightjar.control.PinPage.decode(reader, reader.size(), $undefined, _depth + 1, message.pins);
                            message.reply = "pins";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.audit = $root.nightjar.control.AuditPage.decode(reader, reader.size(), $undefined, _depth + 1, message.audit);
                            message.reply = "audit";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.browse = $root.nightjar.control.BrowsePage.decode(reader, reader.size(), $undefined, _depth + 1, message.browse);
                            message.reply = "browse";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.history = $root.nightjar.control.HistoryPage.decode(reader, reader.size(), $undefined, _depth + 1, message.history);
                            message.reply = "history";
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            message.playlists = $root.nightjar.control.PlaylistsPage.decode(reader, reader.size(), $undefined, _depth + 1, message.playlists);
                            message.reply = "playlists";
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            message.playlist = $root.nightjar.control.PlaylistPage.decode(reader, reader.size(), $undefined, _depth + 1, message.playlist);
                            message.reply = "playlist";
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            message.favourites = $root.nightjar.control.FavouritesPage.decode(reader, reader.size(), $undefined, _depth + 1, message.favourites);
                            message.reply = "favourites";
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            message.presets = $root.nightjar.control.PresetList.decode(reader, reader.size(), $undefined, _depth + 1, message.presets);
                            message.reply = "presets";
                            continue;
                        }
                    case 30: {
                            if (wireType !== 2)
                                break;
                            message.marks = $root.nightjar.control.Marks.decode(reader, reader.size(), $undefined, _depth + 1, message.marks);
                            message.reply = "marks";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return QueryReply;
        })();

        control.Marks = (function() {

            const Marks = function (properties) {
                this.favourites = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Marks.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Marks.prototype.favourites = $util.emptyArray;

            Marks.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                    writer.uint32(8).uint64(message.rev);
                if (message.favourites != null && message.favourites.length)
                    for (let i = 0; i < message.favourites.length; ++i)
                        writer.uint32(18).string(message.favourites[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Marks.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Marks();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rev = value;
                            else
                                delete message.rev;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.favourites && message.favourites.length))
                                message.favourites = [];
                            message.favourites.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Marks;
        })();

        control.PlaylistsPage = (function() {

            const PlaylistsPage = function (properties) {
                this.playlists = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlaylistsPage.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PlaylistsPage.prototype.offset = 0;
            PlaylistsPage.prototype.total = 0;
            PlaylistsPage.prototype.playlists = $util.emptyArray;

            PlaylistsPage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                    writer.uint32(8).uint64(message.rev);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(16).uint32(message.offset);
                if (message.total != null && $Object.hasOwnProperty.call(message, "total") && message.total !== 0)
                    writer.uint32(24).uint32(message.total);
                if (message.playlists != null && message.playlists.length)
                    for (let i = 0; i < message.playlists.length; ++i)
                        $root.nightjar.control.PlaylistRow.encode(message.playlists[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlaylistsPage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlaylistsPage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rev = value;
                            else
                                delete message.rev;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.total = value;
                            else
                                delete message.total;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.playlists && message.playlists.length))
                                message.playlists = [];
                            message.playlists.push($root.nightjar.control.PlaylistRow.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlaylistsPage;
        })();

        control.PlaylistRow = (function() {

            const PlaylistRow = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlaylistRow.prototype.id = "";
            PlaylistRow.prototype.name = "";
            PlaylistRow.prototype.length = 0;
            PlaylistRow.prototype.durationMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            PlaylistRow.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(18).string(message.name);
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                    writer.uint32(24).uint32(message.length);
                if (message.durationMs != null && $Object.hasOwnProperty.call(message, "durationMs") && (typeof message.durationMs === "object" ? message.durationMs.low || message.durationMs.high : message.durationMs !== 0))
                    writer.uint32(32).uint64(message.durationMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlaylistRow.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlaylistRow();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.length = value;
                            else
                                delete message.length;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.durationMs = value;
                            else
                                delete message.durationMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlaylistRow;
        })();

        control.PlaylistPage = (function() {

            const PlaylistPage = function (properties) {
                this.items = [];
                this.here = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlaylistPage.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PlaylistPage.prototype.offset = 0;
            PlaylistPage.prototype.total = 0;
            PlaylistPage.prototype.playlist = null;
            PlaylistPage.prototype.items = $util.emptyArray;
            PlaylistPage.prototype.here = $util.emptyArray;

            PlaylistPage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                    writer.uint32(8).uint64(message.rev);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(16).uint32(message.offset);
                if (message.total != null && $Object.hasOwnProperty.call(message, "total") && message.total !== 0)
                    writer.uint32(24).uint32(message.total);
                if (message.playlist != null && $Object.hasOwnProperty.call(message, "playlist"))
                    $root.nightjar.control.PlaylistRow.encode(message.playlist, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.items != null && message.items.length)
                    for (let i = 0; i < message.items.length; ++i)
                        $root.nightjar.control.QueueItem.encode(message.items[i], writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.here != null && message.here.length)
                    for (let i = 0; i < message.here.length; ++i)
                        writer.uint32(50).string(message.here[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlaylistPage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlaylistPage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rev = value;
                            else
                                delete message.rev;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.total = value;
                            else
                                delete message.total;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.playlist = $root.nightjar.control.PlaylistRow.decode(reader, reader.size(), $undefined, _depth + 1, message.playlist);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.items && message.items.length))
                                message.items = [];
                            message.items.push($root.nightjar.control.QueueItem.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.here && message.here.length))
                                message.here = [];
                            message.here.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlaylistPage;
        })();

        control.FavouritesPage = (function() {

            const FavouritesPage = function (properties) {
                this.tracks = [];
                this.here = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            FavouritesPage.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            FavouritesPage.prototype.offset = 0;
            FavouritesPage.prototype.total = 0;
            FavouritesPage.prototype.tracks = $util.emptyArray;
            FavouritesPage.prototype.here = $util.emptyArray;

            FavouritesPage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                    writer.uint32(8).uint64(message.rev);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(16).uint32(message.offset);
                if (message.total != null && $Object.hasOwnProperty.call(message, "total") && message.total !== 0)
                    writer.uint32(24).uint32(message.total);
                if (message.tracks != null && message.tracks.length)
                    for (let i = 0; i < message.tracks.length; ++i)
                        $root.nightjar.control.Track.encode(message.tracks[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.here != null && message.here.length)
                    for (let i = 0; i < message.here.length; ++i)
                        writer.uint32(42).string(message.here[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            FavouritesPage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.FavouritesPage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rev = value;
                            else
                                delete message.rev;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.total = value;
                            else
                                delete message.total;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.tracks && message.tracks.length))
                                message.tracks = [];
                            message.tracks.push($root.nightjar.control.Track.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.here && message.here.length))
                                message.here = [];
                            message.here.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FavouritesPage;
        })();

        control.PresetList = (function() {

            const PresetList = function (properties) {
                this.presets = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PresetList.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PresetList.prototype.presets = $util.emptyArray;

            PresetList.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                    writer.uint32(8).uint64(message.rev);
                if (message.presets != null && message.presets.length)
                    for (let i = 0; i < message.presets.length; ++i)
                        $root.nightjar.control.Preset.encode(message.presets[i], writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PresetList.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PresetList();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rev = value;
                            else
                                delete message.rev;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.presets && message.presets.length))
                                message.presets = [];
                            message.presets.push($root.nightjar.control.Preset.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PresetList;
        })();

        control.Preset = (function() {

            const Preset = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Preset.prototype.number = 0;
            Preset.prototype.kind = "";
            Preset.prototype.label = "";
            Preset.prototype.length = 0;
            Preset.prototype.playlist = "";
            Preset.prototype.gone = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Preset.prototype, "_gone", {
                get: $util.oneOfGetter($oneOfFields = ["gone"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Preset.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                    writer.uint32(8).uint32(message.number);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(18).string(message.kind);
                if (message.label != null && $Object.hasOwnProperty.call(message, "label") && message.label !== "")
                    writer.uint32(26).string(message.label);
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                    writer.uint32(32).uint32(message.length);
                if (message.playlist != null && $Object.hasOwnProperty.call(message, "playlist") && message.playlist !== "")
                    writer.uint32(42).string(message.playlist);
                if (message.gone != null && $Object.hasOwnProperty.call(message, "gone"))
                    writer.uint32(50).string(message.gone);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Preset.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Preset();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.label = value;
                            else
                                delete message.label;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.length = value;
                            else
                                delete message.length;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.playlist = value;
                            else
                                delete message.playlist;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.gone = reader.stringVerify();
                            message._gone = "gone";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Preset;
        })();

        control.BrowsePage = (function() {

            const BrowsePage = function (properties) {
                this.shelves = [];
                this.tracks = [];
                this.here = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            BrowsePage.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            BrowsePage.prototype.offset = 0;
            BrowsePage.prototype.total = 0;
            BrowsePage.prototype.shelves = $util.emptyArray;
            BrowsePage.prototype.tracks = $util.emptyArray;
            BrowsePage.prototype.here = $util.emptyArray;

            BrowsePage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                    writer.uint32(8).uint64(message.rev);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(16).uint32(message.offset);
                if (message.total != null && $Object.hasOwnProperty.call(message, "total") && message.total !== 0)
                    writer.uint32(24).uint32(message.total);
                if (message.shelves != null && message.shelves.length)
                    for (let i = 0; i < message.shelves.length; ++i)
                        $root.nightjar.control.Shelf.encode(message.shelves[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.tracks != null && message.tracks.length)
                    for (let i = 0; i < message.tracks.length; ++i)
                        $root.nightjar.control.Track.encode(message.tracks[i], writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.here != null && message.here.length)
                    for (let i = 0; i < message.here.length; ++i)
                        writer.uint32(50).string(message.here[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            BrowsePage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.BrowsePage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rev = value;
                            else
                                delete message.rev;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.total = value;
                            else
                                delete message.total;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.shelves && message.shelves.length))
                                message.shelves = [];
                            message.shelves.push($root.nightjar.control.Shelf.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.tracks && message.tracks.length))
                                message.tracks = [];
                            message.tracks.push($root.nightjar.control.Track.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.here && message.here.length))
                                message.here = [];
                            message.here.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return BrowsePage;
        })();

        control.Shelf = (function() {

            const Shelf = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Shelf.prototype.ref = "";
            Shelf.prototype.title = "";
            Shelf.prototype.artist = "";
            Shelf.prototype.albums = 0;
            Shelf.prototype.tracks = 0;
            Shelf.prototype.durationMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Shelf.prototype.year = 0;
            Shelf.prototype.artwork = "";

            Shelf.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.ref != null && $Object.hasOwnProperty.call(message, "ref") && message.ref !== "")
                    writer.uint32(10).string(message.ref);
                if (message.title != null && $Object.hasOwnProperty.call(message, "title") && message.title !== "")
                    writer.uint32(18).string(message.title);
                if (message.artist != null && $Object.hasOwnProperty.call(message, "artist") && message.artist !== "")
                    writer.uint32(26).string(message.artist);
                if (message.albums != null && $Object.hasOwnProperty.call(message, "albums") && message.albums !== 0)
                    writer.uint32(32).uint32(message.albums);
                if (message.tracks != null && $Object.hasOwnProperty.call(message, "tracks") && message.tracks !== 0)
                    writer.uint32(40).uint32(message.tracks);
                if (message.durationMs != null && $Object.hasOwnProperty.call(message, "durationMs") && (typeof message.durationMs === "object" ? message.durationMs.low || message.durationMs.high : message.durationMs !== 0))
                    writer.uint32(48).uint64(message.durationMs);
                if (message.year != null && $Object.hasOwnProperty.call(message, "year") && message.year !== 0)
                    writer.uint32(56).uint32(message.year);
                if (message.artwork != null && $Object.hasOwnProperty.call(message, "artwork") && message.artwork !== "")
                    writer.uint32(66).string(message.artwork);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Shelf.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Shelf();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ref = value;
                            else
                                delete message.ref;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.title = value;
                            else
                                delete message.title;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.artist = value;
                            else
                                delete message.artist;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.albums = value;
                            else
                                delete message.albums;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tracks = value;
                            else
                                delete message.tracks;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.durationMs = value;
                            else
                                delete message.durationMs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.year = value;
                            else
                                delete message.year;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.artwork = value;
                            else
                                delete message.artwork;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Shelf;
        })();

        control.HistoryPage = (function() {

            const HistoryPage = function (properties) {
                this.plays = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            HistoryPage.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            HistoryPage.prototype.offset = 0;
            HistoryPage.prototype.total = 0;
            HistoryPage.prototype.plays = $util.emptyArray;

            HistoryPage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                    writer.uint32(8).uint64(message.rev);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(16).uint32(message.offset);
                if (message.total != null && $Object.hasOwnProperty.call(message, "total") && message.total !== 0)
                    writer.uint32(24).uint32(message.total);
                if (message.plays != null && message.plays.length)
                    for (let i = 0; i < message.plays.length; ++i)
                        $root.nightjar.control.PlayedTrack.encode(message.plays[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            HistoryPage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.HistoryPage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rev = value;
                            else
                                delete message.rev;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.total = value;
                            else
                                delete message.total;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.plays && message.plays.length))
                                message.plays = [];
                            message.plays.push($root.nightjar.control.PlayedTrack.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return HistoryPage;
        })();

        control.PlayedTrack = (function() {

            const PlayedTrack = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlayedTrack.prototype.track = null;
            PlayedTrack.prototype.startedWallMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PlayedTrack.prototype.playedMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PlayedTrack.prototype.ended = "";

            PlayedTrack.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.track != null && $Object.hasOwnProperty.call(message, "track"))
                    $root.nightjar.control.Track.encode(message.track, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.startedWallMs != null && $Object.hasOwnProperty.call(message, "startedWallMs") && (typeof message.startedWallMs === "object" ? message.startedWallMs.low || message.startedWallMs.high : message.startedWallMs !== 0))
                    writer.uint32(16).uint64(message.startedWallMs);
                if (message.playedMs != null && $Object.hasOwnProperty.call(message, "playedMs") && (typeof message.playedMs === "object" ? message.playedMs.low || message.playedMs.high : message.playedMs !== 0))
                    writer.uint32(24).uint64(message.playedMs);
                if (message.ended != null && $Object.hasOwnProperty.call(message, "ended") && message.ended !== "")
                    writer.uint32(34).string(message.ended);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlayedTrack.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlayedTrack();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.track = $root.nightjar.control.Track.decode(reader, reader.size(), $undefined, _depth + 1, message.track);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.startedWallMs = value;
                            else
                                delete message.startedWallMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.playedMs = value;
                            else
                                delete message.playedMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ended = value;
                            else
                                delete message.ended;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlayedTrack;
        })();

        control.QueuePage = (function() {

            const QueuePage = function (properties) {
                this.items = [];
                this.here = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            QueuePage.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            QueuePage.prototype.offset = 0;
            QueuePage.prototype.total = 0;
            QueuePage.prototype.items = $util.emptyArray;
            QueuePage.prototype.here = $util.emptyArray;

            QueuePage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                    writer.uint32(8).uint64(message.rev);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(16).uint32(message.offset);
                if (message.total != null && $Object.hasOwnProperty.call(message, "total") && message.total !== 0)
                    writer.uint32(24).uint32(message.total);
                if (message.items != null && message.items.length)
                    for (let i = 0; i < message.items.length; ++i)
                        $root.nightjar.control.QueueItem.encode(message.items[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.here != null && message.here.length)
                    for (let i = 0; i < message.here.length; ++i)
                        writer.uint32(42).string(message.here[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            QueuePage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.QueuePage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rev = value;
                            else
                                delete message.rev;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.total = value;
                            else
                                delete message.total;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.items && message.items.length))
                                message.items = [];
                            message.items.push($root.nightjar.control.QueueItem.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.here && message.here.length))
                                message.here = [];
                            message.here.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return QueuePage;
        })();

        control.LibraryPage = (function() {

            const LibraryPage = function (properties) {
                this.tracks = [];
                this.here = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LibraryPage.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            LibraryPage.prototype.offset = 0;
            LibraryPage.prototype.total = 0;
            LibraryPage.prototype.tracks = $util.emptyArray;
            LibraryPage.prototype.here = $util.emptyArray;

            LibraryPage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                    writer.uint32(8).uint64(message.rev);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(16).uint32(message.offset);
                if (message.total != null && $Object.hasOwnProperty.call(message, "total") && message.total !== 0)
                    writer.uint32(24).uint32(message.total);
                if (message.tracks != null && message.tracks.length)
                    for (let i = 0; i < message.tracks.length; ++i)
                        $root.nightjar.control.Track.encode(message.tracks[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.here != null && message.here.length)
                    for (let i = 0; i < message.here.length; ++i)
                        writer.uint32(42).string(message.here[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LibraryPage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.LibraryPage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rev = value;
                            else
                                delete message.rev;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.total = value;
                            else
                                delete message.total;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.tracks && message.tracks.length))
                                message.tracks = [];
                            message.tracks.push($root.nightjar.control.Track.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.here && message.here.length))
                                message.here = [];
                            message.here.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LibraryPage;
        })();

        control.PinPage = (function() {

            const PinPage = function (properties) {
                this.pins = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PinPage.prototype.offset = 0;
            PinPage.prototype.total = 0;
            PinPage.prototype.pins = $util.emptyArray;

            PinPage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(8).uint32(message.offset);
                if (message.total != null && $Object.hasOwnProperty.call(message, "total") && message.total !== 0)
                    writer.uint32(16).uint32(message.total);
                if (message.pins != null && message.pins.length)
                    for (let i = 0; i < message.pins.length; ++i)
                        $root.nightjar.control.PinnedTrack.encode(message.pins[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PinPage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PinPage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.total = value;
                            else
                                delete message.total;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.pins && message.pins.length))
                                message.pins = [];
                            message.pins.push($root.nightjar.control.PinnedTrack.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PinPage;
        })();

        control.PinnedTrack = (function() {

            const PinnedTrack = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PinnedTrack.prototype.track = null;
            PinnedTrack.prototype.quality = "";
            PinnedTrack.prototype.rung = "";
            PinnedTrack.prototype.bytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PinnedTrack.prototype.chunks = null;
            PinnedTrack.prototype.held = 0;
            PinnedTrack.prototype.state = "";
            PinnedTrack.prototype.why = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(PinnedTrack.prototype, "_chunks", {
                get: $util.oneOfGetter($oneOfFields = ["chunks"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(PinnedTrack.prototype, "_why", {
                get: $util.oneOfGetter($oneOfFields = ["why"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            PinnedTrack.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.track != null && $Object.hasOwnProperty.call(message, "track"))
                    $root.nightjar.control.Track.encode(message.track, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.quality != null && $Object.hasOwnProperty.call(message, "quality") && message.quality !== "")
                    writer.uint32(18).string(message.quality);
                if (message.rung != null && $Object.hasOwnProperty.call(message, "rung") && message.rung !== "")
                    writer.uint32(26).string(message.rung);
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && (typeof message.bytes === "object" ? message.bytes.low || message.bytes.high : message.bytes !== 0))
                    writer.uint32(32).uint64(message.bytes);
                if (message.chunks != null && $Object.hasOwnProperty.call(message, "chunks"))
                    writer.uint32(40).uint32(message.chunks);
                if (message.held != null && $Object.hasOwnProperty.call(message, "held") && message.held !== 0)
                    writer.uint32(48).uint32(message.held);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                    writer.uint32(58).string(message.state);
                if (message.why != null && $Object.hasOwnProperty.call(message, "why"))
                    writer.uint32(66).string(message.why);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PinnedTrack.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PinnedTrack();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.track = $root.nightjar.control.Track.decode(reader, reader.size(), $undefined, _depth + 1, message.track);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.quality = value;
                            else
                                delete message.quality;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.rung = value;
                            else
                                delete message.rung;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            message.chunks = reader.uint32();
                            message._chunks = "chunks";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.held = value;
                            else
                                delete message.held;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.why = reader.stringVerify();
                            message._why = "why";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PinnedTrack;
        })();

        control.TextPage = (function() {

            const TextPage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TextPage.prototype.offset = 0;
            TextPage.prototype.total = 0;
            TextPage.prototype.text = $util.newBuffer([]);

            TextPage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(8).uint32(message.offset);
                if (message.total != null && $Object.hasOwnProperty.call(message, "total") && message.total !== 0)
                    writer.uint32(16).uint32(message.total);
                if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text.length)
                    writer.uint32(26).bytes(message.text);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TextPage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.TextPage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.total = value;
                            else
                                delete message.total;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.text = value;
                            else
                                delete message.text;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TextPage;
        })();

        control.SpeakerList = (function() {

            const SpeakerList = function (properties) {
                this.speakers = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SpeakerList.prototype.speakers = $util.emptyArray;

            SpeakerList.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.speakers != null && message.speakers.length)
                    for (let i = 0; i < message.speakers.length; ++i)
                        $root.nightjar.control.SeenSpeaker.encode(message.speakers[i], writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SpeakerList.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SpeakerList();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.speakers && message.speakers.length))
                                message.speakers = [];
                            message.speakers.push($root.nightjar.control.SeenSpeaker.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SpeakerList;
        })();

        control.SeenSpeaker = (function() {

            const SeenSpeaker = function (properties) {
                this.seen = [];
                this.web = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SeenSpeaker.prototype.id = "";
            SeenSpeaker.prototype.name = "";
            SeenSpeaker.prototype.address = "";
            SeenSpeaker.prototype.via = "";
            SeenSpeaker.prototype.member = false;
            SeenSpeaker.prototype.seen = $util.emptyArray;
            SeenSpeaker.prototype.open = false;
            SeenSpeaker.prototype.blocked = null;
            SeenSpeaker.prototype.web = $util.emptyArray;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SeenSpeaker.prototype, "_blocked", {
                get: $util.oneOfGetter($oneOfFields = ["blocked"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            SeenSpeaker.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(18).string(message.name);
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                    writer.uint32(26).string(message.address);
                if (message.via != null && $Object.hasOwnProperty.call(message, "via") && message.via !== "")
                    writer.uint32(34).string(message.via);
                if (message.member != null && $Object.hasOwnProperty.call(message, "member") && message.member !== false)
                    writer.uint32(40).bool(message.member);
                if (message.seen != null && message.seen.length)
                    for (let i = 0; i < message.seen.length; ++i)
                        writer.uint32(50).string(message.seen[i]);
                if (message.open != null && $Object.hasOwnProperty.call(message, "open") && message.open !== false)
                    writer.uint32(56).bool(message.open);
                if (message.blocked != null && $Object.hasOwnProperty.call(message, "blocked"))
                    writer.uint32(66).string(message.blocked);
                if (message.web != null && message.web.length)
                    for (let i = 0; i < message.web.length; ++i)
                        writer.uint32(74).string(message.web[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SeenSpeaker.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SeenSpeaker();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.via = value;
                            else
                                delete message.via;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.member = value;
                            else
                                delete message.member;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.seen && message.seen.length))
                                message.seen = [];
                            message.seen.push(reader.stringVerify());
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.open = value;
                            else
                                delete message.open;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.blocked = reader.stringVerify();
                            message._blocked = "blocked";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.web && message.web.length))
                                message.web = [];
                            message.web.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SeenSpeaker;
        })();

        control.ClientList = (function() {

            const ClientList = function (properties) {
                this.clients = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ClientList.prototype.clients = $util.emptyArray;

            ClientList.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.clients != null && message.clients.length)
                    for (let i = 0; i < message.clients.length; ++i)
                        $root.nightjar.control.Client.encode(message.clients[i], writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ClientList.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.ClientList();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.clients && message.clients.length))
                                message.clients = [];
                            message.clients.push($root.nightjar.control.Client.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ClientList;
        })();

        control.Client = (function() {

            const Client = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Client.prototype.id = "";
            Client.prototype.name = "";
            Client.prototype.kind = "";
            Client.prototype.role = 0;
            Client.prototype.connections = 0;
            Client.prototype.addedWallMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Client.prototype.peer = "";
            Client.prototype.expiresWallMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Client.prototype.expiresInMs = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Client.prototype, "_expiresInMs", {
                get: $util.oneOfGetter($oneOfFields = ["expiresInMs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Client.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(18).string(message.name);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(26).string(message.kind);
                if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                    writer.uint32(32).int32(message.role);
                if (message.connections != null && $Object.hasOwnProperty.call(message, "connections") && message.connections !== 0)
                    writer.uint32(40).uint32(message.connections);
                if (message.addedWallMs != null && $Object.hasOwnProperty.call(message, "addedWallMs") && (typeof message.addedWallMs === "object" ? message.addedWallMs.low || message.addedWallMs.high : message.addedWallMs !== 0))
                    writer.uint32(48).uint64(message.addedWallMs);
                if (message.peer != null && $Object.hasOwnProperty.call(message, "peer") && message.peer !== "")
                    writer.uint32(58).string(message.peer);
                if (message.expiresWallMs != null && $Object.hasOwnProperty.call(message, "expiresWallMs") && (typeof message.expiresWallMs === "object" ? message.expiresWallMs.low || message.expiresWallMs.high : message.expiresWallMs !== 0))
                    writer.uint32(64).uint64(message.expiresWallMs);
                if (message.expiresInMs != null && $Object.hasOwnProperty.call(message, "expiresInMs"))
                    writer.uint32(72).uint64(message.expiresInMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Client.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Client();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.role = value;
                            else
                                delete message.role;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.connections = value;
                            else
                                delete message.connections;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.addedWallMs = value;
                            else
                                delete message.addedWallMs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.peer = value;
                            else
                                delete message.peer;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiresWallMs = value;
                            else
                                delete message.expiresWallMs;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            message.expiresInMs = reader.uint64();
                            message._expiresInMs = "expiresInMs";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Client;
        })();

        control.AuditPage = (function() {

            const AuditPage = function (properties) {
                this.entries = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AuditPage.prototype.offset = 0;
            AuditPage.prototype.total = 0;
            AuditPage.prototype.entries = $util.emptyArray;

            AuditPage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(8).uint32(message.offset);
                if (message.total != null && $Object.hasOwnProperty.call(message, "total") && message.total !== 0)
                    writer.uint32(16).uint32(message.total);
                if (message.entries != null && message.entries.length)
                    for (let i = 0; i < message.entries.length; ++i)
                        $root.nightjar.control.AuditEntry.encode(message.entries[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AuditPage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.AuditPage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.total = value;
                            else
                                delete message.total;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.entries && message.entries.length))
                                message.entries = [];
                            message.entries.push($root.nightjar.control.AuditEntry.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AuditPage;
        })();

        control.AuditEntry = (function() {

            const AuditEntry = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AuditEntry.prototype.wallMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            AuditEntry.prototype.actor = "";
            AuditEntry.prototype.clientId = "";
            AuditEntry.prototype.name = "";
            AuditEntry.prototype.what = "";
            AuditEntry.prototype.detail = "";
            AuditEntry.prototype.times = 0;

            AuditEntry.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.wallMs != null && $Object.hasOwnProperty.call(message, "wallMs") && (typeof message.wallMs === "object" ? message.wallMs.low || message.wallMs.high : message.wallMs !== 0))
                    writer.uint32(8).uint64(message.wallMs);
                if (message.actor != null && $Object.hasOwnProperty.call(message, "actor") && message.actor !== "")
                    writer.uint32(18).string(message.actor);
                if (message.clientId != null && $Object.hasOwnProperty.call(message, "clientId") && message.clientId !== "")
                    writer.uint32(26).string(message.clientId);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(34).string(message.name);
                if (message.what != null && $Object.hasOwnProperty.call(message, "what") && message.what !== "")
                    writer.uint32(42).string(message.what);
                if (message.detail != null && $Object.hasOwnProperty.call(message, "detail") && message.detail !== "")
                    writer.uint32(50).string(message.detail);
                if (message.times != null && $Object.hasOwnProperty.call(message, "times") && message.times !== 0)
                    writer.uint32(56).uint32(message.times);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AuditEntry.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.AuditEntry();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.wallMs = value;
                            else
                                delete message.wallMs;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.actor = value;
                            else
                                delete message.actor;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clientId = value;
                            else
                                delete message.clientId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.what = value;
                            else
                                delete message.what;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.detail = value;
                            else
                                delete message.detail;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.times = value;
                            else
                                delete message.times;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AuditEntry;
        })();

        control.Admin = (function() {

            const Admin = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Admin.prototype.pair = null;
            Admin.prototype.revoke = null;
            Admin.prototype.leave = null;
            Admin.prototype.pairOpen = null;
            Admin.prototype.pairClose = null;

            let $oneOfFields;

            $Object.defineProperty(Admin.prototype, "op", {
                get: $util.oneOfGetter($oneOfFields = ["pair", "revoke", "leave", "pairOpen", "pairClose"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Admin.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.pair != null && $Object.hasOwnProperty.call(message, "pair"))
                    $root.nightjar.control.PairClient.encode(message.pair, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.revoke != null && $Object.hasOwnProperty.call(message, "revoke"))
                    $root.nightjar.control.Revoke.encode(message.revoke, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.leave != null && $Object.hasOwnProperty.call(message, "leave"))
                    $root.nightjar.control.Empty.encode(message.leave, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.pairOpen != null && $Object.hasOwnProperty.call(message, "pairOpen"))
                    $root.nightjar.control.PairOpen.encode(message.pairOpen, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.pairClose != null && $Object.hasOwnProperty.call(message, "pairClose"))
                    $root.nightjar.control.Empty.encode(message.pairClose, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Admin.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Admin();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.pair = $root.nightjar.control.PairClient.decode(reader, reader.size(), $undefined, _depth + 1, message.pair);
                            message.op = "pair";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.revoke = $root.nightjar.control.Revoke.decode(reader, reader.size(), $undefined, _depth + 1, message.revoke);
                            message.op = "revoke";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.leave = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.leave);
                            message.op = "leave";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.pairOpen = $root.nightjar.control.PairOpen.decode(reader, reader.size(), $undefined, _depth + 1, message.pairOpen);
                            message.op = "pairOpen";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.pairClose = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.pairClose);
                            message.op = "pairClose";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Admin;
        })();

        control.PairOpen = (function() {

            const PairOpen = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PairOpen.prototype.role = 0;
            PairOpen.prototype.grantMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            PairOpen.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                    writer.uint32(8).int32(message.role);
                if (message.grantMs != null && $Object.hasOwnProperty.call(message, "grantMs") && (typeof message.grantMs === "object" ? message.grantMs.low || message.grantMs.high : message.grantMs !== 0))
                    writer.uint32(16).uint64(message.grantMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PairOpen.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PairOpen();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.role = value;
                            else
                                delete message.role;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.grantMs = value;
                            else
                                delete message.grantMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PairOpen;
        })();

        control.PairClient = (function() {

            const PairClient = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PairClient.prototype.publicKey = $util.newBuffer([]);
            PairClient.prototype.name = "";

            PairClient.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(10).bytes(message.publicKey);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(18).string(message.name);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PairClient.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PairClient();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PairClient;
        })();

        control.Revoke = (function() {

            const Revoke = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Revoke.prototype.clientId = "";

            Revoke.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.clientId != null && $Object.hasOwnProperty.call(message, "clientId") && message.clientId !== "")
                    writer.uint32(10).string(message.clientId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Revoke.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Revoke();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clientId = value;
                            else
                                delete message.clientId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Revoke;
        })();

        control.AdminReply = (function() {

            const AdminReply = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AdminReply.prototype.paired = null;
            AdminReply.prototype.revoked = null;
            AdminReply.prototype.left = null;
            AdminReply.prototype.pairWindow = null;
            AdminReply.prototype.pairClosed = null;

            let $oneOfFields;

            $Object.defineProperty(AdminReply.prototype, "reply", {
                get: $util.oneOfGetter($oneOfFields = ["paired", "revoked", "left", "pairWindow", "pairClosed"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            AdminReply.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.paired != null && $Object.hasOwnProperty.call(message, "paired"))
                    $root.nightjar.control.Paired.encode(message.paired, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.revoked != null && $Object.hasOwnProperty.call(message, "revoked"))
                    $root.nightjar.control.Empty.encode(message.revoked, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.left != null && $Object.hasOwnProperty.call(message, "left"))
                    $root.nightjar.control.Left.encode(message.left, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.pairWindow != null && $Object.hasOwnProperty.call(message, "pairWindow"))
                    $root.nightjar.control.PairWindow.encode(message.pairWindow, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.pairClosed != null && $Object.hasOwnProperty.call(message, "pairClosed"))
                    $root.nightjar.control.Empty.encode(message.pairClosed, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AdminReply.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.AdminReply();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.paired = $root.nightjar.control.Paired.decode(reader, reader.size(), $undefined, _depth + 1, message.paired);
                            message.reply = "paired";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.revoked = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.revoked);
                            message.reply = "revoked";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.left = $root.nightjar.control.Left.decode(reader, reader.size(), $undefined, _depth + 1, message.left);
                            message.reply = "left";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.pairWindow = $root.nightjar.control.PairWindow.decode(reader, reader.size(), $undefined, _depth + 1, message.pairWindow);
                            message.reply = "pairWindow";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.pairClosed = $root.nightjar.control.Empty.decode(reader, reader.size(), $undefined, _depth + 1, message.pairClosed);
                            message.reply = "pairClosed";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AdminReply;
        })();

        control.PairWindow = (function() {

            const PairWindow = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PairWindow.prototype.code = "";
            PairWindow.prototype.leftMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PairWindow.prototype.role = 0;
            PairWindow.prototype.attemptsLeft = 0;
            PairWindow.prototype.spoken = false;

            PairWindow.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(10).string(message.code);
                if (message.leftMs != null && $Object.hasOwnProperty.call(message, "leftMs") && (typeof message.leftMs === "object" ? message.leftMs.low || message.leftMs.high : message.leftMs !== 0))
                    writer.uint32(16).uint64(message.leftMs);
                if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                    writer.uint32(24).int32(message.role);
                if (message.attemptsLeft != null && $Object.hasOwnProperty.call(message, "attemptsLeft") && message.attemptsLeft !== 0)
                    writer.uint32(32).uint32(message.attemptsLeft);
                if (message.spoken != null && $Object.hasOwnProperty.call(message, "spoken") && message.spoken !== false)
                    writer.uint32(40).bool(message.spoken);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PairWindow.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PairWindow();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.leftMs = value;
                            else
                                delete message.leftMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.role = value;
                            else
                                delete message.role;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attemptsLeft = value;
                            else
                                delete message.attemptsLeft;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.spoken = value;
                            else
                                delete message.spoken;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PairWindow;
        })();

        control.Left = (function() {

            const Left = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Left.prototype.note = "";

            Left.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.note != null && $Object.hasOwnProperty.call(message, "note") && message.note !== "")
                    writer.uint32(10).string(message.note);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Left.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Left();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.note = value;
                            else
                                delete message.note;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Left;
        })();

        control.Paired = (function() {

            const Paired = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Paired.prototype.clientId = "";
            Paired.prototype.speakerId = "";
            Paired.prototype.name = "";
            Paired.prototype.keyHash = $util.newBuffer([]);
            Paired.prototype.address = "";

            Paired.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.clientId != null && $Object.hasOwnProperty.call(message, "clientId") && message.clientId !== "")
                    writer.uint32(10).string(message.clientId);
                if (message.speakerId != null && $Object.hasOwnProperty.call(message, "speakerId") && message.speakerId !== "")
                    writer.uint32(18).string(message.speakerId);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(26).string(message.name);
                if (message.keyHash != null && $Object.hasOwnProperty.call(message, "keyHash") && message.keyHash.length)
                    writer.uint32(34).bytes(message.keyHash);
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                    writer.uint32(42).string(message.address);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Paired.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Paired();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clientId = value;
                            else
                                delete message.clientId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.speakerId = value;
                            else
                                delete message.speakerId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyHash = value;
                            else
                                delete message.keyHash;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Paired;
        })();

        control.State = (function() {

            const State = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            State.prototype.player = null;
            State.prototype.queue = null;
            State.prototype.volume = null;
            State.prototype.library = null;
            State.prototype.system = null;
            State.prototype.history = null;
            State.prototype.collection = null;
            State.prototype.household = null;
            State.prototype.sound = null;

            State.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.player != null && $Object.hasOwnProperty.call(message, "player"))
                    $root.nightjar.control.PlayerState.encode(message.player, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.queue != null && $Object.hasOwnProperty.call(message, "queue"))
                    $root.nightjar.control.QueueMeta.encode(message.queue, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.volume != null && $Object.hasOwnProperty.call(message, "volume"))
                    $root.nightjar.control.Volume.encode(message.volume, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.library != null && $Object.hasOwnProperty.call(message, "library"))
                    $root.nightjar.control.LibraryMeta.encode(message.library, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.system != null && $Object.hasOwnProperty.call(message, "system"))
                    $root.nightjar.control.SystemState.encode(message.system, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.history != null && $Object.hasOwnProperty.call(message, "history"))
                    $root.nightjar.control.HistoryMeta.encode(message.history, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.collection != null && $Object.hasOwnProperty.call(message, "collection"))
                    $root.nightjar.control.CollectionMeta.encode(message.collection, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.household != null && $Object.hasOwnProperty.call(message, "household"))
                    $root.nightjar.control.HouseholdState.encode(message.household, writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.sound != null && $Object.hasOwnProperty.call(message, "sound"))
                    $root.nightjar.control.SoundState.encode(message.sound, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            State.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.State();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.player = $root.nightjar.control.PlayerState.decode(reader, reader.size(), $undefined, _depth + 1, message.player);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.queue = $root.nightjar.control.QueueMeta.decode(reader, reader.size(), $undefined, _depth + 1, message.queue);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.volume = $root.nightjar.control.Volume.decode(reader, reader.size(), $undefined, _depth + 1, message.volume);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.library = $root.nightjar.control.LibraryMeta.decode(reader, reader.size(), $undefined, _depth + 1, message.library);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.system = $root.nightjar.control.SystemState.decode(reader, reader.size(), $undefined, _depth + 1, message.system);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.history = $root.nightjar.control.HistoryMeta.decode(reader, reader.size(), $undefined, _depth + 1, message.history);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.collection = $root.nightjar.control.CollectionMeta.decode(reader, reader.size(), $undefined, _depth + 1, message.collection);
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.household = $root.nightjar.control.HouseholdState.decode(reader, reader.size(), $undefined, _depth + 1, message.household);
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.sound = $root.nightjar.control.SoundState.decode(reader, reader.size(), $undefined, _depth + 1, message.sound);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return State;
        })();

        control.CollectionMeta = (function() {

            const CollectionMeta = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CollectionMeta.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CollectionMeta.prototype.playlists = 0;
            CollectionMeta.prototype.favourites = 0;
            CollectionMeta.prototype.presets = 0;

            CollectionMeta.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                    writer.uint32(8).uint64(message.rev);
                if (message.playlists != null && $Object.hasOwnProperty.call(message, "playlists") && message.playlists !== 0)
                    writer.uint32(16).uint32(message.playlists);
                if (message.favourites != null && $Object.hasOwnProperty.call(message, "favourites") && message.favourites !== 0)
                    writer.uint32(24).uint32(message.favourites);
                if (message.presets != null && $Object.hasOwnProperty.call(message, "presets") && message.presets !== 0)
                    writer.uint32(32).uint32(message.presets);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CollectionMeta.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.CollectionMeta();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rev = value;
                            else
                                delete message.rev;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.playlists = value;
                            else
                                delete message.playlists;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.favourites = value;
                            else
                                delete message.favourites;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.presets = value;
                            else
                                delete message.presets;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CollectionMeta;
        })();

        control.HouseholdState = (function() {

            const HouseholdState = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            HouseholdState.prototype.name = "";
            HouseholdState.prototype.zone = "";

            HouseholdState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone") && message.zone !== "")
                    writer.uint32(18).string(message.zone);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            HouseholdState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.HouseholdState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.zone = value;
                            else
                                delete message.zone;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return HouseholdState;
        })();

        control.PlayStatus = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "PLAY_STATUS_UNSPECIFIED"] = 0;
            values[valuesById[1] = "PLAY_STATUS_PLAYING"] = 1;
            values[valuesById[2] = "PLAY_STATUS_PAUSED"] = 2;
            values[valuesById[3] = "PLAY_STATUS_STOPPED"] = 3;
            values[valuesById[4] = "PLAY_STATUS_BUFFERING"] = 4;
            return values;
        })();

        control.Repeat = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "REPEAT_UNSPECIFIED"] = 0;
            values[valuesById[1] = "REPEAT_OFF"] = 1;
            values[valuesById[2] = "REPEAT_ONE"] = 2;
            values[valuesById[3] = "REPEAT_ALL"] = 3;
            return values;
        })();

        control.PlayerState = (function() {

            const PlayerState = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlayerState.prototype.status = 0;
            PlayerState.prototype.anchorPosMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PlayerState.prototype.anchorMonoUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PlayerState.prototype.repeat = 0;
            PlayerState.prototype.shuffle = false;
            PlayerState.prototype.track = null;
            PlayerState.prototype.rung = "";

            PlayerState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                    writer.uint32(8).int32(message.status);
                if (message.anchorPosMs != null && $Object.hasOwnProperty.call(message, "anchorPosMs") && (typeof message.anchorPosMs === "object" ? message.anchorPosMs.low || message.anchorPosMs.high : message.anchorPosMs !== 0))
                    writer.uint32(24).uint64(message.anchorPosMs);
                if (message.anchorMonoUs != null && $Object.hasOwnProperty.call(message, "anchorMonoUs") && (typeof message.anchorMonoUs === "object" ? message.anchorMonoUs.low || message.anchorMonoUs.high : message.anchorMonoUs !== 0))
                    writer.uint32(32).uint64(message.anchorMonoUs);
                if (message.repeat != null && $Object.hasOwnProperty.call(message, "repeat") && message.repeat !== 0)
                    writer.uint32(40).int32(message.repeat);
                if (message.shuffle != null && $Object.hasOwnProperty.call(message, "shuffle") && message.shuffle !== false)
                    writer.uint32(48).bool(message.shuffle);
                if (message.track != null && $Object.hasOwnProperty.call(message, "track"))
                    $root.nightjar.control.Track.encode(message.track, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.rung != null && $Object.hasOwnProperty.call(message, "rung") && message.rung !== "")
                    writer.uint32(66).string(message.rung);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlayerState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlayerState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.anchorPosMs = value;
                            else
                                delete message.anchorPosMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.anchorMonoUs = value;
                            else
                                delete message.anchorMonoUs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.repeat = value;
                            else
                                delete message.repeat;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.shuffle = value;
                            else
                                delete message.shuffle;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.track = $root.nightjar.control.Track.decode(reader, reader.size(), $undefined, _depth + 1, message.track);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.rung = value;
                            else
                                delete message.rung;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlayerState;
        })();

        control.Volume = (function() {

            const Volume = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Volume.prototype.level = 0;
            Volume.prototype.muted = false;
            Volume.prototype.appliedGesture = 0;
            Volume.prototype.appliedStep = 0;

            Volume.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.level != null && $Object.hasOwnProperty.call(message, "level") && !$Object.is(message.level, 0))
                    writer.uint32(9).double(message.level);
                if (message.muted != null && $Object.hasOwnProperty.call(message, "muted") && message.muted !== false)
                    writer.uint32(16).bool(message.muted);
                if (message.appliedGesture != null && $Object.hasOwnProperty.call(message, "appliedGesture") && message.appliedGesture !== 0)
                    writer.uint32(24).uint32(message.appliedGesture);
                if (message.appliedStep != null && $Object.hasOwnProperty.call(message, "appliedStep") && message.appliedStep !== 0)
                    writer.uint32(32).uint32(message.appliedStep);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Volume.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Volume();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.level = value;
                            else
                                delete message.level;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.muted = value;
                            else
                                delete message.muted;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.appliedGesture = value;
                            else
                                delete message.appliedGesture;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.appliedStep = value;
                            else
                                delete message.appliedStep;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Volume;
        })();

        control.QueueMeta = (function() {

            const QueueMeta = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            QueueMeta.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            QueueMeta.prototype.length = 0;
            QueueMeta.prototype.currentIndex = 0;
            QueueMeta.prototype.currentId = "";
            QueueMeta.prototype.undo = null;

            QueueMeta.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                    writer.uint32(8).uint64(message.rev);
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                    writer.uint32(16).uint32(message.length);
                if (message.currentIndex != null && $Object.hasOwnProperty.call(message, "currentIndex") && message.currentIndex !== 0)
                    writer.uint32(24).sint32(message.currentIndex);
                if (message.currentId != null && $Object.hasOwnProperty.call(message, "currentId") && message.currentId !== "")
                    writer.uint32(34).string(message.currentId);
                if (message.undo != null && $Object.hasOwnProperty.call(message, "undo"))
                    $root.nightjar.control.UndoStep.encode(message.undo, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            QueueMeta.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.QueueMeta();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rev = value;
                            else
                                delete message.rev;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.length = value;
                            else
                                delete message.length;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.currentIndex = value;
                            else
                                delete message.currentIndex;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.currentId = value;
                            else
                                delete message.currentId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.undo = $root.nightjar.control.UndoStep.decode(reader, reader.size(), $undefined, _depth + 1, message.undo);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return QueueMeta;
        })();

        control.UndoStep = (function() {

            const UndoStep = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            UndoStep.prototype.step = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            UndoStep.prototype.what = "";
            UndoStep.prototype.items = 0;
            UndoStep.prototype.by = "";

            UndoStep.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && (typeof message.step === "object" ? message.step.low || message.step.high : message.step !== 0))
                    writer.uint32(8).uint64(message.step);
                if (message.what != null && $Object.hasOwnProperty.call(message, "what") && message.what !== "")
                    writer.uint32(18).string(message.what);
                if (message.items != null && $Object.hasOwnProperty.call(message, "items") && message.items !== 0)
                    writer.uint32(24).uint32(message.items);
                if (message.by != null && $Object.hasOwnProperty.call(message, "by") && message.by !== "")
                    writer.uint32(34).string(message.by);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            UndoStep.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.UndoStep();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.what = value;
                            else
                                delete message.what;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.items = value;
                            else
                                delete message.items;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.by = value;
                            else
                                delete message.by;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return UndoStep;
        })();

        control.HistoryMeta = (function() {

            const HistoryMeta = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            HistoryMeta.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            HistoryMeta.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                    writer.uint32(8).uint64(message.rev);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            HistoryMeta.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.HistoryMeta();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rev = value;
                            else
                                delete message.rev;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return HistoryMeta;
        })();

        control.LibraryMeta = (function() {

            const LibraryMeta = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LibraryMeta.prototype.rev = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            LibraryMeta.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rev != null && $Object.hasOwnProperty.call(message, "rev") && (typeof message.rev === "object" ? message.rev.low || message.rev.high : message.rev !== 0))
                    writer.uint32(8).uint64(message.rev);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LibraryMeta.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.LibraryMeta();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rev = value;
                            else
                                delete message.rev;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LibraryMeta;
        })();

        control.SystemState = (function() {

            const SystemState = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SystemState.prototype.name = "";
            SystemState.prototype.outputDevice = "";
            SystemState.prototype.outputTrouble = "";
            SystemState.prototype.trouble = "";

            SystemState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.outputDevice != null && $Object.hasOwnProperty.call(message, "outputDevice") && message.outputDevice !== "")
                    writer.uint32(18).string(message.outputDevice);
                if (message.outputTrouble != null && $Object.hasOwnProperty.call(message, "outputTrouble") && message.outputTrouble !== "")
                    writer.uint32(26).string(message.outputTrouble);
                if (message.trouble != null && $Object.hasOwnProperty.call(message, "trouble") && message.trouble !== "")
                    writer.uint32(34).string(message.trouble);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SystemState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SystemState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.outputDevice = value;
                            else
                                delete message.outputDevice;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.outputTrouble = value;
                            else
                                delete message.outputTrouble;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.trouble = value;
                            else
                                delete message.trouble;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SystemState;
        })();

        control.Track = (function() {

            const Track = function (properties) {
                this.rungs = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Track.prototype.id = "";
            Track.prototype.title = "";
            Track.prototype.artist = "";
            Track.prototype.album = "";
            Track.prototype.albumArtist = "";
            Track.prototype.track = 0;
            Track.prototype.disc = 0;
            Track.prototype.year = 0;
            Track.prototype.genre = "";
            Track.prototype.durationMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Track.prototype.rungs = $util.emptyArray;
            Track.prototype.artwork = "";
            Track.prototype.url = "";
            Track.prototype.live = false;

            Track.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.title != null && $Object.hasOwnProperty.call(message, "title") && message.title !== "")
                    writer.uint32(18).string(message.title);
                if (message.artist != null && $Object.hasOwnProperty.call(message, "artist") && message.artist !== "")
                    writer.uint32(26).string(message.artist);
                if (message.album != null && $Object.hasOwnProperty.call(message, "album") && message.album !== "")
                    writer.uint32(34).string(message.album);
                if (message.albumArtist != null && $Object.hasOwnProperty.call(message, "albumArtist") && message.albumArtist !== "")
                    writer.uint32(42).string(message.albumArtist);
                if (message.track != null && $Object.hasOwnProperty.call(message, "track") && message.track !== 0)
                    writer.uint32(48).uint32(message.track);
                if (message.disc != null && $Object.hasOwnProperty.call(message, "disc") && message.disc !== 0)
                    writer.uint32(56).uint32(message.disc);
                if (message.year != null && $Object.hasOwnProperty.call(message, "year") && message.year !== 0)
                    writer.uint32(64).uint32(message.year);
                if (message.genre != null && $Object.hasOwnProperty.call(message, "genre") && message.genre !== "")
                    writer.uint32(74).string(message.genre);
                if (message.durationMs != null && $Object.hasOwnProperty.call(message, "durationMs") && (typeof message.durationMs === "object" ? message.durationMs.low || message.durationMs.high : message.durationMs !== 0))
                    writer.uint32(80).uint64(message.durationMs);
                if (message.rungs != null && message.rungs.length)
                    for (let i = 0; i < message.rungs.length; ++i)
                        writer.uint32(90).string(message.rungs[i]);
                if (message.artwork != null && $Object.hasOwnProperty.call(message, "artwork") && message.artwork !== "")
                    writer.uint32(98).string(message.artwork);
                if (message.url != null && $Object.hasOwnProperty.call(message, "url") && message.url !== "")
                    writer.uint32(162).string(message.url);
                if (message.live != null && $Object.hasOwnProperty.call(message, "live") && message.live !== false)
                    writer.uint32(168).bool(message.live);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Track.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Track();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.title = value;
                            else
                                delete message.title;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.artist = value;
                            else
                                delete message.artist;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.album = value;
                            else
                                delete message.album;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.albumArtist = value;
                            else
                                delete message.albumArtist;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.track = value;
                            else
                                delete message.track;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.disc = value;
                            else
                                delete message.disc;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.year = value;
                            else
                                delete message.year;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.genre = value;
                            else
                                delete message.genre;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.durationMs = value;
                            else
                                delete message.durationMs;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.rungs && message.rungs.length))
                                message.rungs = [];
                            message.rungs.push(reader.stringVerify());
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.artwork = value;
                            else
                                delete message.artwork;
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.url = value;
                            else
                                delete message.url;
                            continue;
                        }
                    case 21: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.live = value;
                            else
                                delete message.live;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Track;
        })();

        control.QueueItem = (function() {

            const QueueItem = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            QueueItem.prototype.id = "";
            QueueItem.prototype.track = null;
            QueueItem.prototype.addedBy = "";

            QueueItem.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.track != null && $Object.hasOwnProperty.call(message, "track"))
                    $root.nightjar.control.Track.encode(message.track, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.addedBy != null && $Object.hasOwnProperty.call(message, "addedBy") && message.addedBy !== "")
                    writer.uint32(26).string(message.addedBy);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            QueueItem.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.QueueItem();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.track = $root.nightjar.control.Track.decode(reader, reader.size(), $undefined, _depth + 1, message.track);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.addedBy = value;
                            else
                                delete message.addedBy;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return QueueItem;
        })();

        control.Status = (function() {

            const Status = function (properties) {
                this.link = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Status.prototype.speakerId = "";
            Status.prototype.speakerName = "";
            Status.prototype.version = "";
            Status.prototype.uptimeS = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Status.prototype.player = null;
            Status.prototype.positionMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Status.prototype.volume = null;
            Status.prototype.queue = null;
            Status.prototype.play = null;
            Status.prototype.totals = null;
            Status.prototype.cache = null;
            Status.prototype.events = null;
            Status.prototype.link = $util.emptyArray;
            Status.prototype.output = null;
            Status.prototype.bufferedMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Status.prototype.trouble = null;
            Status.prototype.input = null;
            Status.prototype.rungWhy = "";
            Status.prototype.quality = null;
            Status.prototype.settings = null;
            Status.prototype.clock = null;
            Status.prototype.sound = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Status.prototype, "_trouble", {
                get: $util.oneOfGetter($oneOfFields = ["trouble"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Status.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.speakerId != null && $Object.hasOwnProperty.call(message, "speakerId") && message.speakerId !== "")
                    writer.uint32(10).string(message.speakerId);
                if (message.speakerName != null && $Object.hasOwnProperty.call(message, "speakerName") && message.speakerName !== "")
                    writer.uint32(18).string(message.speakerName);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(26).string(message.version);
                if (message.uptimeS != null && $Object.hasOwnProperty.call(message, "uptimeS") && (typeof message.uptimeS === "object" ? message.uptimeS.low || message.uptimeS.high : message.uptimeS !== 0))
                    writer.uint32(32).uint64(message.uptimeS);
                if (message.player != null && $Object.hasOwnProperty.call(message, "player"))
                    $root.nightjar.control.PlayerState.encode(message.player, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.positionMs != null && $Object.hasOwnProperty.call(message, "positionMs") && (typeof message.positionMs === "object" ? message.positionMs.low || message.positionMs.high : message.positionMs !== 0))
                    writer.uint32(48).uint64(message.positionMs);
                if (message.volume != null && $Object.hasOwnProperty.call(message, "volume"))
                    $root.nightjar.control.Volume.encode(message.volume, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.queue != null && $Object.hasOwnProperty.call(message, "queue"))
                    $root.nightjar.control.QueueMeta.encode(message.queue, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.play != null && $Object.hasOwnProperty.call(message, "play"))
                    $root.nightjar.control.PlayReport.encode(message.play, writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.totals != null && $Object.hasOwnProperty.call(message, "totals"))
                    $root.nightjar.control.Totals.encode(message.totals, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.cache != null && $Object.hasOwnProperty.call(message, "cache"))
                    $root.nightjar.control.CacheReport.encode(message.cache, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.events != null && $Object.hasOwnProperty.call(message, "events"))
                    $root.nightjar.control.EventsReport.encode(message.events, writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.link != null && message.link.length)
                    for (let i = 0; i < message.link.length; ++i)
                        $root.nightjar.control.LinkReport.encode(message.link[i], writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.output != null && $Object.hasOwnProperty.call(message, "output"))
                    $root.nightjar.control.OutputReport.encode(message.output, writer.uint32(114).fork(), _depth + 1).ldelim();
                if (message.bufferedMs != null && $Object.hasOwnProperty.call(message, "bufferedMs") && (typeof message.bufferedMs === "object" ? message.bufferedMs.low || message.bufferedMs.high : message.bufferedMs !== 0))
                    writer.uint32(120).uint64(message.bufferedMs);
                if (message.trouble != null && $Object.hasOwnProperty.call(message, "trouble"))
                    writer.uint32(130).string(message.trouble);
                if (message.input != null && $Object.hasOwnProperty.call(message, "input"))
                    $root.nightjar.control.InputReport.encode(message.input, writer.uint32(138).fork(), _depth + 1).ldelim();
                if (message.rungWhy != null && $Object.hasOwnProperty.call(message, "rungWhy") && message.rungWhy !== "")
                    writer.uint32(146).string(message.rungWhy);
                if (message.quality != null && $Object.hasOwnProperty.call(message, "quality"))
                    $root.nightjar.control.Quality.encode(message.quality, writer.uint32(154).fork(), _depth + 1).ldelim();
                if (message.settings != null && $Object.hasOwnProperty.call(message, "settings"))
                    $root.nightjar.control.SettingsReport.encode(message.settings, writer.uint32(162).fork(), _depth + 1).ldelim();
                if (message.clock != null && $Object.hasOwnProperty.call(message, "clock"))
                    $root.nightjar.control.ClockReport.encode(message.clock, writer.uint32(170).fork(), _depth + 1).ldelim();
                if (message.sound != null && $Object.hasOwnProperty.call(message, "sound"))
                    $root.nightjar.control.SoundState.encode(message.sound, writer.uint32(322).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Status.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Status();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.speakerId = value;
                            else
                                delete message.speakerId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.speakerName = value;
                            else
                                delete message.speakerName;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.uptimeS = value;
                            else
                                delete message.uptimeS;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.player = $root.nightjar.control.PlayerState.decode(reader, reader.size(), $undefined, _depth + 1, message.player);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.positionMs = value;
                            else
                                delete message.positionMs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.volume = $root.nightjar.control.Volume.decode(reader, reader.size(), $undefined, _depth + 1, message.volume);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.queue = $root.nightjar.control.QueueMeta.decode(reader, reader.size(), $undefined, _depth + 1, message.queue);
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.play = $root.nightjar.control.PlayReport.decode(reader, reader.size(), $undefined, _depth + 1, message.play);
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.totals = $root.nightjar.control.Totals.decode(reader, reader.size(), $undefined, _depth + 1, message.totals);
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.cache = $root.nightjar.control.CacheReport.decode(reader, reader.size(), $undefined, _depth + 1, message.cache);
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.events = $root.nightjar.control.EventsReport.decode(reader, reader.size(), $undefined, _depth + 1, message.events);
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if (!(message.link && message.link.length))
                                message.link = [];
                            message.link.push($root.nightjar.control.LinkReport.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.output = $root.nightjar.control.OutputReport.decode(reader, reader.size(), $undefined, _depth + 1, message.output);
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bufferedMs = value;
                            else
                                delete message.bufferedMs;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            message.trouble = reader.stringVerify();
                            message._trouble = "trouble";
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            message.input = $root.nightjar.control.InputReport.decode(reader, reader.size(), $undefined, _depth + 1, message.input);
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.rungWhy = value;
                            else
                                delete message.rungWhy;
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            message.quality = $root.nightjar.control.Quality.decode(reader, reader.size(), $undefined, _depth + 1, message.quality);
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            message.settings = $root.nightjar.control.SettingsReport.decode(reader, reader.size(), $undefined, _depth + 1, message.settings);
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            message.clock = $root.nightjar.control.ClockReport.decode(reader, reader.size(), $undefined, _depth + 1, message.clock);
                            continue;
                        }
                    case 40: {
                            if (wireType !== 2)
                                break;
                            message.sound = $root.nightjar.control.SoundState.decode(reader, reader.size(), $undefined, _depth + 1, message.sound);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Status;
        })();

        control.SoundState = (function() {

            const SoundState = function (properties) {
                this.alarms = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SoundState.prototype.cap = 0;
            SoundState.prototype.limit = 0;
            SoundState.prototype.limitedBy = "";
            SoundState.prototype.quiet = null;
            SoundState.prototype.sleep = null;
            SoundState.prototype.tone = null;
            SoundState.prototype.resume = false;
            SoundState.prototype.zone = "";
            SoundState.prototype.alarms = $util.emptyArray;
            SoundState.prototype.ringing = "";
            SoundState.prototype.ringingTone = false;
            SoundState.prototype.snoozedMs = null;
            SoundState.prototype.applied = 0;
            SoundState.prototype.loudness = "";

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SoundState.prototype, "_snoozedMs", {
                get: $util.oneOfGetter($oneOfFields = ["snoozedMs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            SoundState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.cap != null && $Object.hasOwnProperty.call(message, "cap") && message.cap !== 0)
                    writer.uint32(8).uint32(message.cap);
                if (message.limit != null && $Object.hasOwnProperty.call(message, "limit") && message.limit !== 0)
                    writer.uint32(16).uint32(message.limit);
                if (message.limitedBy != null && $Object.hasOwnProperty.call(message, "limitedBy") && message.limitedBy !== "")
                    writer.uint32(26).string(message.limitedBy);
                if (message.quiet != null && $Object.hasOwnProperty.call(message, "quiet"))
                    $root.nightjar.control.QuietHours.encode(message.quiet, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.sleep != null && $Object.hasOwnProperty.call(message, "sleep"))
                    $root.nightjar.control.SleepState.encode(message.sleep, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.tone != null && $Object.hasOwnProperty.call(message, "tone"))
                    $root.nightjar.control.Tone.encode(message.tone, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.resume != null && $Object.hasOwnProperty.call(message, "resume") && message.resume !== false)
                    writer.uint32(56).bool(message.resume);
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone") && message.zone !== "")
                    writer.uint32(66).string(message.zone);
                if (message.alarms != null && message.alarms.length)
                    for (let i = 0; i < message.alarms.length; ++i)
                        $root.nightjar.control.Alarm.encode(message.alarms[i], writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.ringing != null && $Object.hasOwnProperty.call(message, "ringing") && message.ringing !== "")
                    writer.uint32(82).string(message.ringing);
                if (message.ringingTone != null && $Object.hasOwnProperty.call(message, "ringingTone") && message.ringingTone !== false)
                    writer.uint32(88).bool(message.ringingTone);
                if (message.snoozedMs != null && $Object.hasOwnProperty.call(message, "snoozedMs"))
                    writer.uint32(96).uint64(message.snoozedMs);
                if (message.applied != null && $Object.hasOwnProperty.call(message, "applied") && !$Object.is(message.applied, 0))
                    writer.uint32(105).double(message.applied);
                if (message.loudness != null && $Object.hasOwnProperty.call(message, "loudness") && message.loudness !== "")
                    writer.uint32(114).string(message.loudness);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SoundState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SoundState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.cap = value;
                            else
                                delete message.cap;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.limit = value;
                            else
                                delete message.limit;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.limitedBy = value;
                            else
                                delete message.limitedBy;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.quiet = $root.nightjar.control.QuietHours.decode(reader, reader.size(), $undefined, _depth + 1, message.quiet);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.sleep = $root.nightjar.control.SleepState.decode(reader, reader.size(), $undefined, _depth + 1, message.sleep);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.tone = $root.nightjar.control.Tone.decode(reader, reader.size(), $undefined, _depth + 1, message.tone);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.resume = value;
                            else
                                delete message.resume;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.zone = value;
                            else
                                delete message.zone;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.alarms && message.alarms.length))
                                message.alarms = [];
                            message.alarms.push($root.nightjar.control.Alarm.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ringing = value;
                            else
                                delete message.ringing;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.ringingTone = value;
                            else
                                delete message.ringingTone;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            message.snoozedMs = reader.uint64();
                            message._snoozedMs = "snoozedMs";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.applied = value;
                            else
                                delete message.applied;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.loudness = value;
                            else
                                delete message.loudness;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SoundState;
        })();

        control.QuietHours = (function() {

            const QuietHours = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            QuietHours.prototype.from = "";
            QuietHours.prototype.to = "";
            QuietHours.prototype.cap = 0;

            QuietHours.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.from != null && $Object.hasOwnProperty.call(message, "from") && message.from !== "")
                    writer.uint32(10).string(message.from);
                if (message.to != null && $Object.hasOwnProperty.call(message, "to") && message.to !== "")
                    writer.uint32(18).string(message.to);
                if (message.cap != null && $Object.hasOwnProperty.call(message, "cap") && message.cap !== 0)
                    writer.uint32(24).uint32(message.cap);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            QuietHours.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.QuietHours();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.cap = value;
                            else
                                delete message.cap;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return QuietHours;
        })();

        control.SleepState = (function() {

            const SleepState = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SleepState.prototype.trackEnd = false;
            SleepState.prototype.endsMonoUs = null;
            SleepState.prototype.leftS = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SleepState.prototype, "_endsMonoUs", {
                get: $util.oneOfGetter($oneOfFields = ["endsMonoUs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SleepState.prototype, "_leftS", {
                get: $util.oneOfGetter($oneOfFields = ["leftS"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            SleepState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.trackEnd != null && $Object.hasOwnProperty.call(message, "trackEnd") && message.trackEnd !== false)
                    writer.uint32(8).bool(message.trackEnd);
                if (message.endsMonoUs != null && $Object.hasOwnProperty.call(message, "endsMonoUs"))
                    writer.uint32(16).uint64(message.endsMonoUs);
                if (message.leftS != null && $Object.hasOwnProperty.call(message, "leftS"))
                    writer.uint32(24).uint32(message.leftS);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SleepState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SleepState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.trackEnd = value;
                            else
                                delete message.trackEnd;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            message.endsMonoUs = reader.uint64();
                            message._endsMonoUs = "endsMonoUs";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            message.leftS = reader.uint32();
                            message._leftS = "leftS";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SleepState;
        })();

        control.Tone = (function() {

            const Tone = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Tone.prototype.bass = 0;
            Tone.prototype.treble = 0;
            Tone.prototype.balance = 0;
            Tone.prototype.mono = false;

            Tone.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.bass != null && $Object.hasOwnProperty.call(message, "bass") && message.bass !== 0)
                    writer.uint32(8).sint32(message.bass);
                if (message.treble != null && $Object.hasOwnProperty.call(message, "treble") && message.treble !== 0)
                    writer.uint32(16).sint32(message.treble);
                if (message.balance != null && $Object.hasOwnProperty.call(message, "balance") && message.balance !== 0)
                    writer.uint32(24).sint32(message.balance);
                if (message.mono != null && $Object.hasOwnProperty.call(message, "mono") && message.mono !== false)
                    writer.uint32(32).bool(message.mono);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Tone.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Tone();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.bass = value;
                            else
                                delete message.bass;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.treble = value;
                            else
                                delete message.treble;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.balance = value;
                            else
                                delete message.balance;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.mono = value;
                            else
                                delete message.mono;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Tone;
        })();

        control.Alarm = (function() {

            const Alarm = function (properties) {
                this.days = [];
                this.what = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Alarm.prototype.id = "";
            Alarm.prototype.label = "";
            Alarm.prototype.time = "";
            Alarm.prototype.days = $util.emptyArray;
            Alarm.prototype.what = $util.emptyArray;
            Alarm.prototype.volume = 0;
            Alarm.prototype.riseS = 0;
            Alarm.prototype.stopMin = 0;
            Alarm.prototype.enabled = false;
            Alarm.prototype.date = "";
            Alarm.prototype.nextMs = null;
            Alarm.prototype.missedMs = null;
            Alarm.prototype.skippedMs = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Alarm.prototype, "_nextMs", {
                get: $util.oneOfGetter($oneOfFields = ["nextMs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Alarm.prototype, "_missedMs", {
                get: $util.oneOfGetter($oneOfFields = ["missedMs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Alarm.prototype, "_skippedMs", {
                get: $util.oneOfGetter($oneOfFields = ["skippedMs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Alarm.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.label != null && $Object.hasOwnProperty.call(message, "label") && message.label !== "")
                    writer.uint32(18).string(message.label);
                if (message.time != null && $Object.hasOwnProperty.call(message, "time") && message.time !== "")
                    writer.uint32(26).string(message.time);
                if (message.days != null && message.days.length)
                    writer.uint32(34).uint32s(message.days);
                if (message.what != null && message.what.length)
                    for (let i = 0; i < message.what.length; ++i)
                        writer.uint32(42).string(message.what[i]);
                if (message.volume != null && $Object.hasOwnProperty.call(message, "volume") && message.volume !== 0)
                    writer.uint32(48).uint32(message.volume);
                if (message.riseS != null && $Object.hasOwnProperty.call(message, "riseS") && message.riseS !== 0)
                    writer.uint32(56).uint32(message.riseS);
                if (message.stopMin != null && $Object.hasOwnProperty.call(message, "stopMin") && message.stopMin !== 0)
                    writer.uint32(64).uint32(message.stopMin);
                if (message.enabled != null && $Object.hasOwnProperty.call(message, "enabled") && message.enabled !== false)
                    writer.uint32(72).bool(message.enabled);
                if (message.date != null && $Object.hasOwnProperty.call(message, "date") && message.date !== "")
                    writer.uint32(82).string(message.date);
                if (message.nextMs != null && $Object.hasOwnProperty.call(message, "nextMs"))
                    writer.uint32(88).uint64(message.nextMs);
                if (message.missedMs != null && $Object.hasOwnProperty.call(message, "missedMs"))
                    writer.uint32(96).uint64(message.missedMs);
                if (message.skippedMs != null && $Object.hasOwnProperty.call(message, "skippedMs"))
                    writer.uint32(104).uint64(message.skippedMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Alarm.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Alarm();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.label = value;
                            else
                                delete message.label;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.time = value;
                            else
                                delete message.time;
                            continue;
                        }
                    case 4: {
                            if (wireType === 2) {
                                if (!(message.days && message.days.length))
                                    message.days = [];
                                reader.uint32s(message.days);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.days && message.days.length))
                                message.days = [];
                            message.days.push(reader.uint32());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.what && message.what.length))
                                message.what = [];
                            message.what.push(reader.stringVerify());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.volume = value;
                            else
                                delete message.volume;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.riseS = value;
                            else
                                delete message.riseS;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.stopMin = value;
                            else
                                delete message.stopMin;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.enabled = value;
                            else
                                delete message.enabled;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.date = value;
                            else
                                delete message.date;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            message.nextMs = reader.uint64();
                            message._nextMs = "nextMs";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            message.missedMs = reader.uint64();
                            message._missedMs = "missedMs";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            message.skippedMs = reader.uint64();
                            message._skippedMs = "skippedMs";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Alarm;
        })();

        control.Quality = (function() {

            const Quality = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Quality.prototype.origin = "";
            Quality.prototype.peer = "";

            Quality.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.origin != null && $Object.hasOwnProperty.call(message, "origin") && message.origin !== "")
                    writer.uint32(10).string(message.origin);
                if (message.peer != null && $Object.hasOwnProperty.call(message, "peer") && message.peer !== "")
                    writer.uint32(18).string(message.peer);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Quality.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Quality();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.origin = value;
                            else
                                delete message.origin;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.peer = value;
                            else
                                delete message.peer;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Quality;
        })();

        control.PlayReport = (function() {

            const PlayReport = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PlayReport.prototype.startMs = null;
            PlayReport.prototype.stalls = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            PlayReport.prototype.stallMs = 0;
            PlayReport.prototype.playedMs = 0;
            PlayReport.prototype.concealedMs = 0;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(PlayReport.prototype, "_startMs", {
                get: $util.oneOfGetter($oneOfFields = ["startMs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            PlayReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.startMs != null && $Object.hasOwnProperty.call(message, "startMs"))
                    writer.uint32(9).double(message.startMs);
                if (message.stalls != null && $Object.hasOwnProperty.call(message, "stalls") && (typeof message.stalls === "object" ? message.stalls.low || message.stalls.high : message.stalls !== 0))
                    writer.uint32(16).uint64(message.stalls);
                if (message.stallMs != null && $Object.hasOwnProperty.call(message, "stallMs") && !$Object.is(message.stallMs, 0))
                    writer.uint32(25).double(message.stallMs);
                if (message.playedMs != null && $Object.hasOwnProperty.call(message, "playedMs") && !$Object.is(message.playedMs, 0))
                    writer.uint32(33).double(message.playedMs);
                if (message.concealedMs != null && $Object.hasOwnProperty.call(message, "concealedMs") && !$Object.is(message.concealedMs, 0))
                    writer.uint32(41).double(message.concealedMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PlayReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.PlayReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            message.startMs = reader.double();
                            message._startMs = "startMs";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.stalls = value;
                            else
                                delete message.stalls;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.stallMs = value;
                            else
                                delete message.stallMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.playedMs = value;
                            else
                                delete message.playedMs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.concealedMs = value;
                            else
                                delete message.concealedMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PlayReport;
        })();

        control.Totals = (function() {

            const Totals = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Totals.prototype.plays = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Totals.prototype.stalls = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Totals.prototype.playedMs = 0;
            Totals.prototype.concealedMs = 0;
            Totals.prototype.cacheBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Totals.prototype.peerBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Totals.prototype.originBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Totals.prototype.underruns = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Totals.prototype.datagramsLost = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Totals.prototype.datagramsRepaired = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Totals.prototype.verifyFailures = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Totals.prototype.rungChanges = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Totals.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.plays != null && $Object.hasOwnProperty.call(message, "plays") && (typeof message.plays === "object" ? message.plays.low || message.plays.high : message.plays !== 0))
                    writer.uint32(8).uint64(message.plays);
                if (message.stalls != null && $Object.hasOwnProperty.call(message, "stalls") && (typeof message.stalls === "object" ? message.stalls.low || message.stalls.high : message.stalls !== 0))
                    writer.uint32(16).uint64(message.stalls);
                if (message.playedMs != null && $Object.hasOwnProperty.call(message, "playedMs") && !$Object.is(message.playedMs, 0))
                    writer.uint32(25).double(message.playedMs);
                if (message.concealedMs != null && $Object.hasOwnProperty.call(message, "concealedMs") && !$Object.is(message.concealedMs, 0))
                    writer.uint32(33).double(message.concealedMs);
                if (message.cacheBytes != null && $Object.hasOwnProperty.call(message, "cacheBytes") && (typeof message.cacheBytes === "object" ? message.cacheBytes.low || message.cacheBytes.high : message.cacheBytes !== 0))
                    writer.uint32(40).uint64(message.cacheBytes);
                if (message.peerBytes != null && $Object.hasOwnProperty.call(message, "peerBytes") && (typeof message.peerBytes === "object" ? message.peerBytes.low || message.peerBytes.high : message.peerBytes !== 0))
                    writer.uint32(48).uint64(message.peerBytes);
                if (message.originBytes != null && $Object.hasOwnProperty.call(message, "originBytes") && (typeof message.originBytes === "object" ? message.originBytes.low || message.originBytes.high : message.originBytes !== 0))
                    writer.uint32(56).uint64(message.originBytes);
                if (message.underruns != null && $Object.hasOwnProperty.call(message, "underruns") && (typeof message.underruns === "object" ? message.underruns.low || message.underruns.high : message.underruns !== 0))
                    writer.uint32(64).uint64(message.underruns);
                if (message.datagramsLost != null && $Object.hasOwnProperty.call(message, "datagramsLost") && (typeof message.datagramsLost === "object" ? message.datagramsLost.low || message.datagramsLost.high : message.datagramsLost !== 0))
                    writer.uint32(72).uint64(message.datagramsLost);
                if (message.datagramsRepaired != null && $Object.hasOwnProperty.call(message, "datagramsRepaired") && (typeof message.datagramsRepaired === "object" ? message.datagramsRepaired.low || message.datagramsRepaired.high : message.datagramsRepaired !== 0))
                    writer.uint32(80).uint64(message.datagramsRepaired);
                if (message.verifyFailures != null && $Object.hasOwnProperty.call(message, "verifyFailures") && (typeof message.verifyFailures === "object" ? message.verifyFailures.low || message.verifyFailures.high : message.verifyFailures !== 0))
                    writer.uint32(88).uint64(message.verifyFailures);
                if (message.rungChanges != null && $Object.hasOwnProperty.call(message, "rungChanges") && (typeof message.rungChanges === "object" ? message.rungChanges.low || message.rungChanges.high : message.rungChanges !== 0))
                    writer.uint32(96).uint64(message.rungChanges);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Totals.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.Totals();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.plays = value;
                            else
                                delete message.plays;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.stalls = value;
                            else
                                delete message.stalls;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.playedMs = value;
                            else
                                delete message.playedMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.concealedMs = value;
                            else
                                delete message.concealedMs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.cacheBytes = value;
                            else
                                delete message.cacheBytes;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.peerBytes = value;
                            else
                                delete message.peerBytes;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.originBytes = value;
                            else
                                delete message.originBytes;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.underruns = value;
                            else
                                delete message.underruns;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.datagramsLost = value;
                            else
                                delete message.datagramsLost;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.datagramsRepaired = value;
                            else
                                delete message.datagramsRepaired;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.verifyFailures = value;
                            else
                                delete message.verifyFailures;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rungChanges = value;
                            else
                                delete message.rungChanges;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Totals;
        })();

        control.CacheReport = (function() {

            const CacheReport = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CacheReport.prototype.sizeBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CacheReport.prototype.usedBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CacheReport.prototype.chunks = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CacheReport.prototype.hitBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CacheReport.prototype.missBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CacheReport.prototype.payloadBytesWritten = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CacheReport.prototype.deviceBytesWritten = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CacheReport.prototype.enabled = false;
            CacheReport.prototype.trouble = null;
            CacheReport.prototype.pinnedTracks = 0;
            CacheReport.prototype.pinnedWhole = 0;
            CacheReport.prototype.pinnedBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(CacheReport.prototype, "_trouble", {
                get: $util.oneOfGetter($oneOfFields = ["trouble"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            CacheReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes") && (typeof message.sizeBytes === "object" ? message.sizeBytes.low || message.sizeBytes.high : message.sizeBytes !== 0))
                    writer.uint32(8).uint64(message.sizeBytes);
                if (message.usedBytes != null && $Object.hasOwnProperty.call(message, "usedBytes") && (typeof message.usedBytes === "object" ? message.usedBytes.low || message.usedBytes.high : message.usedBytes !== 0))
                    writer.uint32(16).uint64(message.usedBytes);
                if (message.chunks != null && $Object.hasOwnProperty.call(message, "chunks") && (typeof message.chunks === "object" ? message.chunks.low || message.chunks.high : message.chunks !== 0))
                    writer.uint32(24).uint64(message.chunks);
                if (message.hitBytes != null && $Object.hasOwnProperty.call(message, "hitBytes") && (typeof message.hitBytes === "object" ? message.hitBytes.low || message.hitBytes.high : message.hitBytes !== 0))
                    writer.uint32(32).uint64(message.hitBytes);
                if (message.missBytes != null && $Object.hasOwnProperty.call(message, "missBytes") && (typeof message.missBytes === "object" ? message.missBytes.low || message.missBytes.high : message.missBytes !== 0))
                    writer.uint32(40).uint64(message.missBytes);
                if (message.payloadBytesWritten != null && $Object.hasOwnProperty.call(message, "payloadBytesWritten") && (typeof message.payloadBytesWritten === "object" ? message.payloadBytesWritten.low || message.payloadBytesWritten.high : message.payloadBytesWritten !== 0))
                    writer.uint32(48).uint64(message.payloadBytesWritten);
                if (message.deviceBytesWritten != null && $Object.hasOwnProperty.call(message, "deviceBytesWritten") && (typeof message.deviceBytesWritten === "object" ? message.deviceBytesWritten.low || message.deviceBytesWritten.high : message.deviceBytesWritten !== 0))
                    writer.uint32(56).uint64(message.deviceBytesWritten);
                if (message.enabled != null && $Object.hasOwnProperty.call(message, "enabled") && message.enabled !== false)
                    writer.uint32(64).bool(message.enabled);
                if (message.trouble != null && $Object.hasOwnProperty.call(message, "trouble"))
                    writer.uint32(74).string(message.trouble);
                if (message.pinnedTracks != null && $Object.hasOwnProperty.call(message, "pinnedTracks") && message.pinnedTracks !== 0)
                    writer.uint32(80).uint32(message.pinnedTracks);
                if (message.pinnedWhole != null && $Object.hasOwnProperty.call(message, "pinnedWhole") && message.pinnedWhole !== 0)
                    writer.uint32(88).uint32(message.pinnedWhole);
                if (message.pinnedBytes != null && $Object.hasOwnProperty.call(message, "pinnedBytes") && (typeof message.pinnedBytes === "object" ? message.pinnedBytes.low || message.pinnedBytes.high : message.pinnedBytes !== 0))
                    writer.uint32(96).uint64(message.pinnedBytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CacheReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.CacheReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sizeBytes = value;
                            else
                                delete message.sizeBytes;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.usedBytes = value;
                            else
                                delete message.usedBytes;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.chunks = value;
                            else
                                delete message.chunks;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.hitBytes = value;
                            else
                                delete message.hitBytes;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.missBytes = value;
                            else
                                delete message.missBytes;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.payloadBytesWritten = value;
                            else
                                delete message.payloadBytesWritten;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.deviceBytesWritten = value;
                            else
                                delete message.deviceBytesWritten;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.enabled = value;
                            else
                                delete message.enabled;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.trouble = reader.stringVerify();
                            message._trouble = "trouble";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.pinnedTracks = value;
                            else
                                delete message.pinnedTracks;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.pinnedWhole = value;
                            else
                                delete message.pinnedWhole;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.pinnedBytes = value;
                            else
                                delete message.pinnedBytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CacheReport;
        })();

        control.EventsReport = (function() {

            const EventsReport = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            EventsReport.prototype.pending = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            EventsReport.prototype.oldestS = 0;
            EventsReport.prototype.appended = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            EventsReport.prototype.acknowledged = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            EventsReport.prototype.waiting = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            EventsReport.prototype.full = false;
            EventsReport.prototype.trouble = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(EventsReport.prototype, "_trouble", {
                get: $util.oneOfGetter($oneOfFields = ["trouble"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            EventsReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.pending != null && $Object.hasOwnProperty.call(message, "pending") && (typeof message.pending === "object" ? message.pending.low || message.pending.high : message.pending !== 0))
                    writer.uint32(8).uint64(message.pending);
                if (message.oldestS != null && $Object.hasOwnProperty.call(message, "oldestS") && !$Object.is(message.oldestS, 0))
                    writer.uint32(17).double(message.oldestS);
                if (message.appended != null && $Object.hasOwnProperty.call(message, "appended") && (typeof message.appended === "object" ? message.appended.low || message.appended.high : message.appended !== 0))
                    writer.uint32(24).uint64(message.appended);
                if (message.acknowledged != null && $Object.hasOwnProperty.call(message, "acknowledged") && (typeof message.acknowledged === "object" ? message.acknowledged.low || message.acknowledged.high : message.acknowledged !== 0))
                    writer.uint32(32).uint64(message.acknowledged);
                if (message.waiting != null && $Object.hasOwnProperty.call(message, "waiting") && (typeof message.waiting === "object" ? message.waiting.low || message.waiting.high : message.waiting !== 0))
                    writer.uint32(40).uint64(message.waiting);
                if (message.full != null && $Object.hasOwnProperty.call(message, "full") && message.full !== false)
                    writer.uint32(48).bool(message.full);
                if (message.trouble != null && $Object.hasOwnProperty.call(message, "trouble"))
                    writer.uint32(58).string(message.trouble);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            EventsReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.EventsReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.pending = value;
                            else
                                delete message.pending;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.oldestS = value;
                            else
                                delete message.oldestS;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.appended = value;
                            else
                                delete message.appended;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.acknowledged = value;
                            else
                                delete message.acknowledged;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.waiting = value;
                            else
                                delete message.waiting;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.full = value;
                            else
                                delete message.full;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.trouble = reader.stringVerify();
                            message._trouble = "trouble";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return EventsReport;
        })();

        control.SettingsReport = (function() {

            const SettingsReport = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SettingsReport.prototype.trouble = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SettingsReport.prototype, "_trouble", {
                get: $util.oneOfGetter($oneOfFields = ["trouble"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            SettingsReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.trouble != null && $Object.hasOwnProperty.call(message, "trouble"))
                    writer.uint32(10).string(message.trouble);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SettingsReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.SettingsReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.trouble = reader.stringVerify();
                            message._trouble = "trouble";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SettingsReport;
        })();

        control.ClockReport = (function() {

            const ClockReport = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ClockReport.prototype.trusted = false;
            ClockReport.prototype.source = "";
            ClockReport.prototype.aheadMs = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(ClockReport.prototype, "_aheadMs", {
                get: $util.oneOfGetter($oneOfFields = ["aheadMs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            ClockReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.trusted != null && $Object.hasOwnProperty.call(message, "trusted") && message.trusted !== false)
                    writer.uint32(8).bool(message.trusted);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(18).string(message.source);
                if (message.aheadMs != null && $Object.hasOwnProperty.call(message, "aheadMs"))
                    writer.uint32(25).double(message.aheadMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ClockReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.ClockReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.trusted = value;
                            else
                                delete message.trusted;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            message.aheadMs = reader.double();
                            message._aheadMs = "aheadMs";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ClockReport;
        })();

        control.LinkReport = (function() {

            const LinkReport = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LinkReport.prototype.to = "";
            LinkReport.prototype.kind = "";
            LinkReport.prototype.rttMs = 0;
            LinkReport.prototype.lossPct = 0;
            LinkReport.prototype.rateBps = 0;
            LinkReport.prototype.state = "";

            LinkReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.to != null && $Object.hasOwnProperty.call(message, "to") && message.to !== "")
                    writer.uint32(10).string(message.to);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(18).string(message.kind);
                if (message.rttMs != null && $Object.hasOwnProperty.call(message, "rttMs") && !$Object.is(message.rttMs, 0))
                    writer.uint32(25).double(message.rttMs);
                if (message.lossPct != null && $Object.hasOwnProperty.call(message, "lossPct") && !$Object.is(message.lossPct, 0))
                    writer.uint32(33).double(message.lossPct);
                if (message.rateBps != null && $Object.hasOwnProperty.call(message, "rateBps") && !$Object.is(message.rateBps, 0))
                    writer.uint32(41).double(message.rateBps);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                    writer.uint32(50).string(message.state);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LinkReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.LinkReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.rttMs = value;
                            else
                                delete message.rttMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.lossPct = value;
                            else
                                delete message.lossPct;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.rateBps = value;
                            else
                                delete message.rateBps;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LinkReport;
        })();

        control.OutputReport = (function() {

            const OutputReport = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OutputReport.prototype.device = "";
            OutputReport.prototype.rate = 0;
            OutputReport.prototype.bufferMs = 0;
            OutputReport.prototype.delayMs = 0;
            OutputReport.prototype.trouble = null;
            OutputReport.prototype.peak = 0;
            OutputReport.prototype.missingS = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(OutputReport.prototype, "_trouble", {
                get: $util.oneOfGetter($oneOfFields = ["trouble"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(OutputReport.prototype, "_missingS", {
                get: $util.oneOfGetter($oneOfFields = ["missingS"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            OutputReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(10).string(message.device);
                if (message.rate != null && $Object.hasOwnProperty.call(message, "rate") && message.rate !== 0)
                    writer.uint32(16).uint32(message.rate);
                if (message.bufferMs != null && $Object.hasOwnProperty.call(message, "bufferMs") && !$Object.is(message.bufferMs, 0))
                    writer.uint32(25).double(message.bufferMs);
                if (message.delayMs != null && $Object.hasOwnProperty.call(message, "delayMs") && !$Object.is(message.delayMs, 0))
                    writer.uint32(33).double(message.delayMs);
                if (message.trouble != null && $Object.hasOwnProperty.call(message, "trouble"))
                    writer.uint32(42).string(message.trouble);
                if (message.peak != null && $Object.hasOwnProperty.call(message, "peak") && !$Object.is(message.peak, 0))
                    writer.uint32(49).double(message.peak);
                if (message.missingS != null && $Object.hasOwnProperty.call(message, "missingS"))
                    writer.uint32(56).uint32(message.missingS);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OutputReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.OutputReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rate = value;
                            else
                                delete message.rate;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.bufferMs = value;
                            else
                                delete message.bufferMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.delayMs = value;
                            else
                                delete message.delayMs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.trouble = reader.stringVerify();
                            message._trouble = "trouble";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.peak = value;
                            else
                                delete message.peak;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            message.missingS = reader.uint32();
                            message._missingS = "missingS";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OutputReport;
        })();

        control.InputReport = (function() {

            const InputReport = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            InputReport.prototype.device = "";
            InputReport.prototype.rate = 0;
            InputReport.prototype.latencyMs = 0;
            InputReport.prototype.trouble = null;
            InputReport.prototype.overruns = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            InputReport.prototype.dropouts = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            InputReport.prototype.ppm = 0;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(InputReport.prototype, "_trouble", {
                get: $util.oneOfGetter($oneOfFields = ["trouble"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            InputReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(10).string(message.device);
                if (message.rate != null && $Object.hasOwnProperty.call(message, "rate") && message.rate !== 0)
                    writer.uint32(16).uint32(message.rate);
                if (message.latencyMs != null && $Object.hasOwnProperty.call(message, "latencyMs") && !$Object.is(message.latencyMs, 0))
                    writer.uint32(25).double(message.latencyMs);
                if (message.trouble != null && $Object.hasOwnProperty.call(message, "trouble"))
                    writer.uint32(34).string(message.trouble);
                if (message.overruns != null && $Object.hasOwnProperty.call(message, "overruns") && (typeof message.overruns === "object" ? message.overruns.low || message.overruns.high : message.overruns !== 0))
                    writer.uint32(40).uint64(message.overruns);
                if (message.dropouts != null && $Object.hasOwnProperty.call(message, "dropouts") && (typeof message.dropouts === "object" ? message.dropouts.low || message.dropouts.high : message.dropouts !== 0))
                    writer.uint32(48).uint64(message.dropouts);
                if (message.ppm != null && $Object.hasOwnProperty.call(message, "ppm") && !$Object.is(message.ppm, 0))
                    writer.uint32(57).double(message.ppm);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            InputReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.nightjar.control.InputReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rate = value;
                            else
                                delete message.rate;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.latencyMs = value;
                            else
                                delete message.latencyMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.trouble = reader.stringVerify();
                            message._trouble = "trouble";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.overruns = value;
                            else
                                delete message.overruns;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.dropouts = value;
                            else
                                delete message.dropouts;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.ppm = value;
                            else
                                delete message.ppm;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return InputReport;
        })();

        return control;
    })();

    return nightjar;
})();

export {
  $root as default
};
