package.path = 'bench/load/?.lua;' .. package.path
local common = require('common')
local subs = common.subs()

function request()
  local sub = subs[math.random(#subs)]
  return common.get(sub.main, '/2010-04-01/Accounts/' .. sub.sid .. '.json')
end
