-- Each SIM is terminated once: at full load from the first on, at half load from the middle on. When there are no more, the
-- rest of the run repeats, which changes nothing.
local pause = tonumber(os.getenv('BENCH_PAUSE') or '0')
local sims = {}
for line in io.lines(os.getenv('BENCH_SIMS')) do
  local key, token, id = line:match('(%S+) (%S+) (%S+)')
  table.insert(sims, { key = key, token = token, id = id })
end
local next = pause > 0 and math.floor(#sims / 2) or 0
if pause > 0 then
  function delay()
    return math.random(0, 2 * pause)
  end
end

function request()
  next = next % #sims + 1
  local sim = sims[next]
  return wrk.format('POST', '/g/v1/sims/' .. sim.id .. '/terminate', {
    ['X-Soracom-API-Key'] = sim.key,
    ['X-Soracom-Token'] = sim.token,
    ['Content-Type'] = 'application/json',
  }, '{}')
end
