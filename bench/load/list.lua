package.path = 'bench/load/?.lua;' .. package.path
local common = require('common')

function request()
  return common.get(common.mains[math.random(#common.mains)], '/2010-04-01/Accounts.json?PageSize=50')
end
