import { script } from "../connection/script.js";

/**
 * Since when this server has remembered everything in a partition, in milliseconds of its own clock. KEYS[1] is the
 * marker, which says in which life of the server it was set: `run_id` is new after a restart and on another server,
 * `master_replid` after every promotion (a server that followed another one for a while took over its data), and
 * `evicted_keys` tells of keys that were thrown out.
 */
const since = `
local server = redis.call('INFO', 'server')
local run = string.match(server, 'run_id:(%w+)')
local evicted = string.match(redis.call('INFO', 'stats'), 'evicted_keys:(%d+)')
local lineage = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
if not run or not evicted then
  return redis.error_reply('NOLIFE INFO tells no run_id or no evicted_keys')
end
local life = run .. ' ' .. (lineage or '') .. ' ' .. evicted
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local marker = redis.call('HMGET', KEYS[1], 'life', 'since')
local since = tonumber(marker[2] or '')
if marker[1] ~= life or not since or since > now then
  since = now
  redis.call('HSET', KEYS[1], 'life', life, 'since', string.format('%.0f', now))
end
`;

/** Sets the marker where none of this life stands, and writes in any case: whether it can is what a check asks. */
export const markScript = script(`${since}return redis.call('HSET', KEYS[1], 'life', life)`);

/**
 * KEYS marker, last step; ARGV first and last step, floor, milliseconds of memory. Answers 1 accepted, 0 refused, and
 * for a fence with -1 and the milliseconds that it still stands.
 */
export const acceptScript = script(`${since}
local memory = tonumber(ARGV[4])
if now < since + memory then
  return {-1, since + memory - now}
end
local stored = redis.call('GET', KEYS[2])
local used = tonumber(ARGV[3])
if stored then
  used = math.max(used, tonumber(stored))
end
if tonumber(ARGV[1]) <= used then
  return {0, 0}
end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[4])
return {1, 0}`);
