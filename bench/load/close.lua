package.path = 'bench/load/?.lua;' .. package.path
local common = require('common')
local subs = common.subs()
local next = 0

-- Each account is closed once; when there are no more, the rest of the run repeats the last ones, which changes nothing.
function request()
  next = next % #subs + 1
  return common.post(subs[next].main, '/2010-04-01/Accounts/' .. subs[next].sid .. '.json', 'Status=closed')
end
