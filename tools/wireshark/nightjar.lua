-- Wireshark dissector for the clear part of Nightjar's link (docs/PROTOCOL.md, 1 to 3).
--
-- Shows what anybody on the path can see: kinds, connection ids, cookies, reset tokens, packet numbers. What
-- is sealed stays sealed: there is no key log.
--
--   wireshark -X lua_script:tools/wireshark/nightjar.lua capture.pcapng
--   tshark    -X lua_script:tools/wireshark/nightjar.lua -r capture.pcapng -Y nightjar
--
-- A conversation is known by its first message (1200 bytes that begin with 0x10 or 0x11), on any port, and
-- everything on the default port. For others: Decode As.

local nightjar = Proto("nightjar", "Nightjar link")

local default_port = 41000

local INIT_IK, INIT_XX, RESPONSE, FINISH_XX, RETRY, RESET = 0x10, 0x11, 0x12, 0x13, 0x14, 0x15
local PACKET_0, PACKET_1 = 0x18, 0x19

local kinds = {
  [INIT_IK] = "INIT-IK",
  [INIT_XX] = "INIT-XX",
  [RESPONSE] = "RESPONSE",
  [FINISH_XX] = "FINISH-XX",
  [RETRY] = "RETRY",
  [RESET] = "RESET",
  [PACKET_0] = "PACKET",
  [PACKET_1] = "PACKET",
}

-- Lengths of the fields, in bytes.
local KIND, ID, COOKIE, TOKEN, NUMBER, TAG = 1, 8, 16, 16, 4, 16
local INIT_LENGTH = 1200

local f = nightjar.fields
f.kind = ProtoField.uint8("nightjar.kind", "Kind", base.HEX, kinds)
f.version = ProtoField.uint8("nightjar.version", "Version", base.DEC, nil, 0xf0)
f.source = ProtoField.bytes("nightjar.source_id", "Source id", base.NONE)
f.target = ProtoField.bytes("nightjar.target_id", "Target id", base.NONE)
f.cookie = ProtoField.bytes("nightjar.cookie", "Cookie", base.NONE)
f.has_cookie = ProtoField.bool("nightjar.has_cookie", "Has a cookie")
f.token = ProtoField.bytes("nightjar.reset_token", "Reset token", base.NONE)
f.message = ProtoField.bytes("nightjar.noise", "Noise message", base.NONE)
f.phase = ProtoField.uint8("nightjar.key_phase", "Key phase", base.DEC, nil, 0x01)
f.number = ProtoField.uint32("nightjar.number", "Packet number (low 32 bits)", base.DEC)
f.sealed = ProtoField.bytes("nightjar.sealed", "Sealed frames", base.NONE)
f.frames_length = ProtoField.uint32("nightjar.frames_length", "Length of the frames", base.DEC)

local malformed = ProtoExpert.new(
  "nightjar.malformed", "No datagram of this length is of this kind", expert.group.MALFORMED, expert.severity.WARN
)
nightjar.experts = { malformed }

-- Whether a datagram of this kind can have this length.
local function fits(kind, length)
  if kind == INIT_IK or kind == INIT_XX then return length == INIT_LENGTH end
  if kind == RETRY then return length == KIND + ID + COOKIE end
  if kind == RESET then return length == KIND + TOKEN end
  if kind == PACKET_0 or kind == PACKET_1 then return length >= KIND + ID + NUMBER + TAG end
  return length > KIND + ID
end

local function short(range)
  return tostring(range:bytes()):lower():sub(1, 8)
end

-- Each gives what the info column says behind the name of the kind.
local function init(buffer, tree)
  local source, cookie = buffer(KIND, ID), buffer(KIND + ID, COOKIE)
  tree:add(f.source, source)
  tree:add(f.cookie, cookie)
  local has_cookie = tostring(cookie:bytes()):find("[^0]") ~= nil
  tree:add(f.has_cookie, has_cookie):set_generated()
  tree:add(f.message, buffer(KIND + ID + COOKIE))
  return " from " .. short(source) .. (has_cookie and ", with a cookie" or "")
end

local function addressed(buffer, tree, field)
  local target = buffer(KIND, ID)
  tree:add(f.target, target)
  tree:add(field, buffer(KIND + ID))
  return " to " .. short(target)
end

local function packet(buffer, tree)
  local target, number = buffer(KIND, ID), buffer(KIND + ID, NUMBER)
  local sealed = buffer(KIND + ID + NUMBER)
  tree:add(f.phase, buffer(0, 1))
  tree:add(f.target, target)
  tree:add(f.number, number)
  tree:add(f.sealed, sealed)
  tree:add(f.frames_length, sealed:len() - TAG):set_generated()
  return " " .. number:uint() .. " to " .. short(target) .. ", " .. (sealed:len() - TAG) .. " bytes of frames"
end

function nightjar.dissector(buffer, pinfo, root)
  local length = buffer:len()
  if length == 0 then return 0 end
  local kind = buffer(0, 1):uint()
  if kinds[kind] == nil then return 0 end
  pinfo.cols.protocol = "Nightjar"
  local tree = root:add(nightjar, buffer(), "Nightjar link, " .. kinds[kind])
  tree:add(f.version, buffer(0, 1))
  tree:add(f.kind, buffer(0, 1))
  if not fits(kind, length) then
    tree:add_proto_expert_info(malformed)
    pinfo.cols.info = kinds[kind] .. ", malformed"
    return length
  end
  local info
  if kind == INIT_IK or kind == INIT_XX then info = init(buffer, tree)
  elseif kind == RETRY then info = addressed(buffer, tree, f.cookie)
  elseif kind == RESET then
    tree:add(f.token, buffer(KIND))
    info = ""
  elseif kind == PACKET_0 or kind == PACKET_1 then info = packet(buffer, tree)
  else info = addressed(buffer, tree, f.message)
  end
  pinfo.cols.info = kinds[kind] .. info
  return length
end

DissectorTable.get("udp.port"):add(default_port, nightjar)

-- A first message is unlike anything else that is 1200 bytes long; all that follows is known by it.
nightjar:register_heuristic("udp", function(buffer, pinfo, root)
  if buffer:len() ~= INIT_LENGTH then return false end
  local kind = buffer(0, 1):uint()
  if kind ~= INIT_IK and kind ~= INIT_XX then return false end
  nightjar.dissector(buffer, pinfo, root)
  pinfo.conversation = nightjar
  return true
end)
