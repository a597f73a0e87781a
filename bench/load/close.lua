package.path = 'bench/load/?.lua;' .. package.path
local common = require('common')
local subs = common.subs()
-- Each account is closed once: at full load from the first on, at half load from the middle on. When there are no more,
-- the rest of the run repeats, which changes nothing.
local next = common.isPaused and math.floor(#subs / 2) or 0

function request()
  next = next % #subs + 1
  return common.post(subs[next].main, '/2010-04-01/Accounts/' .. subs[next].sid .. '.json', 'Status=closed')
end
