import { script } from "../connection/script.js";

/**
 * Takes a point where one is left: KEYS[1] the budget; ARGV points to take, seconds of a window, points of the budget.
 * Where none is left nothing is counted or changed, and the answer is one more than the budget. A key without an end,
 * which nothing here leaves behind, is given one: else it would stay spent for ever.
 */
export const consumeScript = script(`
local limit = tonumber(ARGV[3])
local held = tonumber(redis.call('GET', KEYS[1]) or '0')
local left = redis.call('PTTL', KEYS[1])
if left == -1 then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  left = ARGV[2] * 1000
end
if held + ARGV[1] > limit then
  return {limit + 1, left}
end
if left < 0 then
  redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
  return {tonumber(ARGV[1]), ARGV[2] * 1000}
end
return {redis.call('INCRBY', KEYS[1], ARGV[1]), left}`);

/** What is consumed and when the window ends: KEYS[1] the budget; ARGV[1] seconds of a window. */
export const peekScript = script(`
local held = redis.call('GET', KEYS[1])
if not held then return {false, -2} end
local left = redis.call('PTTL', KEYS[1])
if left == -1 then
  redis.call('EXPIRE', KEYS[1], ARGV[1])
  left = ARGV[1] * 1000
end
return {held, left}`);

export const deleteScript = script(`return redis.call('DEL', KEYS[1])`);
