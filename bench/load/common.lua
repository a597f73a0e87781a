-- What the load scripts share: callers, and Basic authentication.
local common = {}

local alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

local function base64(text)
  local bits = text:gsub('.', function(char)
    local byte, out = char:byte(), ''
    for i = 8, 1, -1 do
      out = out .. (byte % 2 ^ i - byte % 2 ^ (i - 1) > 0 and '1' or '0')
    end
    return out
  end)
  local encoded = (bits .. '0000'):gsub('%d%d%d?%d?%d?%d?', function(six)
    if #six < 6 then
      return ''
    end
    local value = 0
    for i = 1, 6 do
      value = value + (six:sub(i, i) == '1' and 2 ^ (6 - i) or 0)
    end
    return alphabet:sub(value + 1, value + 1)
  end)
  return encoded .. ({ '', '==', '=' })[#text % 3 + 1]
end

common.mains = {}
common.basic = {}
for line in io.lines(os.getenv('BENCH_MAINS')) do
  local sid, token = line:match('(%S+) (%S+)')
  table.insert(common.mains, sid)
  common.basic[sid] = 'Basic ' .. base64(sid .. ':' .. token)
end

function common.subs()
  local subs = {}
  for line in io.lines(os.getenv('BENCH_SUBS')) do
    local main, sid = line:match('(%S+) (%S+)')
    table.insert(subs, { main = main, sid = sid })
  end
  return subs
end

function common.get(main, path)
  return wrk.format('GET', path, { Authorization = common.basic[main] })
end

function common.post(main, path, form)
  return wrk.format('POST', path, {
    Authorization = common.basic[main],
    ['Content-Type'] = 'application/x-www-form-urlencoded',
  }, form)
end

-- A pause between a connection's requests, random and on average BENCH_PAUSE: load that the service has time for.
local pause = tonumber(os.getenv('BENCH_PAUSE') or '0')
common.isPaused = pause > 0
if common.isPaused then
  function delay()
    return math.random(0, 2 * pause)
  end
end

return common
