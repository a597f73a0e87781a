package.path = 'bench/load/?.lua;' .. package.path
local common = require('common')

function request()
  return common.post(common.mains[math.random(#common.mains)], '/2010-04-01/Accounts.json', 'FriendlyName=bench')
end
